"""What is seen while a scene is edited."""
