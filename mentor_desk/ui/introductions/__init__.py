"""Introductions: the board, the list, one introduction whole, and those of one mentee."""
