"""Backups of a data folder: made while the server runs, put back, kept for some time."""
