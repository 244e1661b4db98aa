"""The shelf of clips: one file is one scene, one make target and one video."""
