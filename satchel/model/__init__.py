"""Frozen structs and enums: the words that all floors share."""
