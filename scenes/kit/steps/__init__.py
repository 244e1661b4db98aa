"""Steps down a curve of one variable: the curve, its guesses in rows, a lens, and a table."""
