"""The journal: what each step changed, and how it is undone."""
