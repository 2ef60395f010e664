"""How secret is it? Five scores, the level that follows, and how others like it were judged."""
