"""The worker: it claims what is owed, does it, and tries again where that may help."""
