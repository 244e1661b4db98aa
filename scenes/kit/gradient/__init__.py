"""The gradient, put together: slices and their slopes, one arrow, and one of many entries."""
