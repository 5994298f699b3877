"""A person's list as RSS feeds."""
