"""名册: the office's list taken in, what it leaves open, and changes of units."""
