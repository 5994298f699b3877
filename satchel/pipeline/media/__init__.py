"""Pictures and films, and the many ways in which pages hide them."""
