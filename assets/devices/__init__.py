"""Devices and systems, on which information lies."""
