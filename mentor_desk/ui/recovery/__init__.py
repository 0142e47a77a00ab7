"""Help for a desk that does not open, without reading anything of it into the window."""
