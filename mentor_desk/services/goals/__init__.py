"""Goals: set, measured, listed."""
