"""The review: chosen, looked at, and written as the very file that is handed over."""
