"""Finding assets in a long list: what is looked for, which index leads to it, and a page of it."""
