"""Pictures of every page, made in a real browser of a server with made-up articles: to be looked at."""
