"""Bytes in, article out. No database and no user in here."""
