"""Where the slope is zero and no bottom is: passes, cups and caps, and how rare valleys are."""
