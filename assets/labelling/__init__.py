"""Photos of what information lies on, and the label that is stuck on it."""
