"""Signing in: who may, by what, and how a sign-in begins and ends."""
