"""The plane of two parameters seen from above."""
