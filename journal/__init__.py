"""The append-only record of what anyone did."""
