"""What is to be done about gaps: whose it is, by when, what it costs and what came of it."""
