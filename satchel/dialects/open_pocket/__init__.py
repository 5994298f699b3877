"""Open Pocket's API, version 1."""
