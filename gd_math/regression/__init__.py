"""Lines and polynomials fitted to data, and how such fits vary with the noise of the data."""
