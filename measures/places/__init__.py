"""Places: what is looked at there, what was found, and what lives there."""
