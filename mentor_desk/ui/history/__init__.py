"""History: what was done, what changed by it, the trash, and what is forgotten for good."""
