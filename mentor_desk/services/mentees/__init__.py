"""Mentees: their mentorships, and what is shown of them."""
