"""What people say about an asset, and what belongs together with it."""
