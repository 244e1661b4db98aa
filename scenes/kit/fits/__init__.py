"""Lines and polynomials fitted to points: what their errors leave, and what redrawn points do."""
