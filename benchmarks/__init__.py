"""How fast a render is, beside stock Manim's."""
