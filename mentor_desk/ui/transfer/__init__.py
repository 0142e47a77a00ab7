"""Bringing people in from the files of other programs: look first, then take them whole."""
