"""Disposing of a secret: proposed, decided, confirmed."""
