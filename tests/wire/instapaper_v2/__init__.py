"""The wire of API v2."""
