"""The videos that are measured, as ours and as stock Manim's."""
