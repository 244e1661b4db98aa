"""The shots that are measured; ours, and the same ones as stock Manim draws them."""
