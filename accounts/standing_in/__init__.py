"""Who decides in somebody's name, and who may approve what they proposed."""
