"""Who may know: lists of access, asking for it, a top secret's second yes, rounds that go through each list."""
