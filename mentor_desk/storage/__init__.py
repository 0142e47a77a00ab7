"""The disk: the encrypted database, its keys, its history."""
