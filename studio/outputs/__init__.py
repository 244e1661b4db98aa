"""What is made from the videos of a shelf."""
