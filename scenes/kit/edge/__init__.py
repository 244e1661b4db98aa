"""The edge of stability: a training whose sharpness climbs to its speed limit."""
