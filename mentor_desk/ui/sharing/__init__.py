"""What is shared with a mentee: courses, articles, books, and what became of them."""
