"""A race of six optimizers: who takes part, how each is tuned, and how the ranking changes."""
