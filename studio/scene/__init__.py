"""The file of a scene: its text, its knobs, what is wrong with it, and a new one."""
