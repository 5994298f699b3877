"""Forms in which articles and lists leave the house, and come into it."""
