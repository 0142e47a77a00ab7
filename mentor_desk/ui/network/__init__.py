"""The network: everybody the mentor knows, what they care about, and who can help."""
