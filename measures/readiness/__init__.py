"""Could it be protected in law as a trade secret? What is on record for each of the three requirements."""
