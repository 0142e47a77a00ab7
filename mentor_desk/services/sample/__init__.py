"""The sample desk: invented people, and crowds of them."""
