"""What the company holds, who may know of it, and what was decided."""
