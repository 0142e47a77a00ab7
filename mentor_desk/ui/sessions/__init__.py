"""Sessions: listed beside a mentee, planned, and written up while they are fresh."""
