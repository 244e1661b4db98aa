"""Errors of guesses: on the data, added up, squared, and as one number."""
