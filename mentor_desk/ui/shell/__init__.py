"""The window around the pages, and the order in which the program starts."""
