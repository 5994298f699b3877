"""Pocket's API, version 3."""
