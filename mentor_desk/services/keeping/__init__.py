"""Keep a desk safe: backups, restoring, checking, rescue."""
