"""Curves over axes."""
