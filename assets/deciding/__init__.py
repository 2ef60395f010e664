"""What waits for somebody's yes: a step of an asset's life, what it changes, and the screen on which it is decided."""
