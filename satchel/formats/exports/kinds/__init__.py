"""Each form of such a file."""
