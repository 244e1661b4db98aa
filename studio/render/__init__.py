"""One render: a scene is played, and a video and what belongs to it put in their places."""
