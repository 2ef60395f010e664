"""Days as people write them and as the company's calendar shows them."""
