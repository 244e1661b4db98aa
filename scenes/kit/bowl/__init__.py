"""The errors of all lines as a bowl over a floor, and what stands on it."""
