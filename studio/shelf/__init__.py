"""What lies beside a video on the shelf, and how it is read again."""
