"""Audits (監査): who looked at what, what was found, and how it is put right."""
