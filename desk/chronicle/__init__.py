"""The journal as people read it: sentences, who may read which, and what was changed."""
