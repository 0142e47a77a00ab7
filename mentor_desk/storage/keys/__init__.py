"""The keys of a desk: slots in its key file, the keyring, the recovery key."""
