"""Foreign files: neutral records in and out."""
