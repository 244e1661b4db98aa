"""The landscape's picture, drawn with OpenGL."""
