"""The desk without a window: one command, one exit code."""
