"""A desk that is not well: find what is wrong, repair what is safe, save what can be read."""
