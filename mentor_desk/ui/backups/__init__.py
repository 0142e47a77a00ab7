"""Backups: what copies there are, making one, and going back to one."""
