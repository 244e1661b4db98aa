"""How fast a render is: ours, stock Manim's, and encoding alone, measured side by side."""
