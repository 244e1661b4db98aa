"""A walk in the mist: where the eye is, what is felt underfoot, and what is seen of valleys."""
