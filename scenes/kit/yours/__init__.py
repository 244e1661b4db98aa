"""Any formula: what is found out about it, and how that is shown."""
