"""The verbs of the desk: one call, one transaction, frozen rows out."""
