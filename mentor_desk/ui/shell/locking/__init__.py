"""Lock the desk, and come back to the same place."""
