"""Entering what the company holds, and mending what is known of it."""
