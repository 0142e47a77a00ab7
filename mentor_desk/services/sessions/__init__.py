"""Mentoring sessions: planned, written up, read."""
