"""The people of the network: who they are, what they care about, what was given to them."""
