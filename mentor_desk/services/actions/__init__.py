"""Actions: what mentor and mentee promised each other."""
