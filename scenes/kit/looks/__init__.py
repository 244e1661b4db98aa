"""Looks at samples, the cost of descent: what one asks, and what is gained by each."""
