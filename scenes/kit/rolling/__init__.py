"""A walker that rolls: its velocity, and how fast it is for every α and β."""
