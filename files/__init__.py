"""Stored bytes: kept under the hash of their content, handed out as attachments, never opened."""
