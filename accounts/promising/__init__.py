"""What people have signed, and what they have been taught."""
