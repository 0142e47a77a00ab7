"""Mentor Desk: what mentors keep about the people they mentor, on their own computer."""
