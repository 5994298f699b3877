"""Satchel, a self-hosted read-it-later server."""

__version__ = "0.1.0"
