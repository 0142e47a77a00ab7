"""Paper: a pure function from a frozen record to a PDF."""
