"""Backups: copies of an open desk, proven, kept in generations, and put back."""
