"""From a Manim scene to encoded segments: looks, recorder, camera, encoder, cache, workers.

Knows Manim, Cairo and PyAV; no scene, no kit and no command.
"""
