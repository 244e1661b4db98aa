"""Finished clips in other formats: GIF, WebP, WebM, ProRes, and one file for each beat."""
