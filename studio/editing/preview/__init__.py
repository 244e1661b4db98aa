"""One beat of a clip, or its last frame, without the rest."""
