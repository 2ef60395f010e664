"""If it leaked: the first hour, whom to ask, and what a person or a place could let out."""
