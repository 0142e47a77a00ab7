"""The goals of one mentee: set, moved, and read over time."""
