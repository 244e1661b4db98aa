"""Speed limits of minima: which valley can hold how large a step."""
