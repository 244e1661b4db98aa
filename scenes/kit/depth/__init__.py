"""Depth: a plateau and a cliff, and what comes back to the first layer of a deep network."""
