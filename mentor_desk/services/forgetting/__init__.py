"""Forget a person for good."""
