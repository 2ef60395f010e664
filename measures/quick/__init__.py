"""The quick check: the flyer's 18 questions, asked in rounds."""
