"""Trust without watching anybody: talks of departments, and how groups work."""
