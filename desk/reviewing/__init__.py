"""Access lists gone through: one's own line by line, and rounds in which everybody does."""
