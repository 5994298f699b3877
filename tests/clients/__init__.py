"""Published programs, unmodified, each in an environment of its own, against a live server."""
