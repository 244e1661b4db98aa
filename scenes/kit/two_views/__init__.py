"""One loss seen two ways at once: as a block of ground, and as a map of lines beside it."""
