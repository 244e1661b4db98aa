"""From a Manim scene to encoded segments: how frames are described, drawn, encoded and kept."""
