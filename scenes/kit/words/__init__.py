"""Text, formulas and numbers."""
