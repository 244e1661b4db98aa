"""A learning-rate range test: one run through all rates, its fold, and the runs that it spares."""
