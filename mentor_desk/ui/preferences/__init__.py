"""Preferences: how the program looks, when it locks, and what it does with the desk by itself."""
