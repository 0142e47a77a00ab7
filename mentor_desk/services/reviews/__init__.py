"""Reviews: what goes in, what is kept out, and their making."""
