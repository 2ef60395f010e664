"""Records of the company's own development."""
