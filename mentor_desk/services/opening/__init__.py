"""Make a desk, open it, and change its keys."""
