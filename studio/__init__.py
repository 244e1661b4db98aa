"""What the Makefile calls: from a scene file to a video with everything that belongs to it."""
