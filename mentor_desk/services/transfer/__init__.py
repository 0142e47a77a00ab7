"""Bring people in from the files of other programs."""
