"""The history: its steps, the trash, and earlier versions of notes."""
