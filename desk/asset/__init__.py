"""One asset on its page: its story, who may know, what is due, how it was on an earlier day."""
