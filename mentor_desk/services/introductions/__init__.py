"""Introductions: noted, moved on, read, and put into words."""
