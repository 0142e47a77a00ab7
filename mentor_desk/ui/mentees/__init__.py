"""The mentees: the list of them, and one of them whole."""
