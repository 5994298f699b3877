"""The one fetcher: polite, bounded, and only to public addresses."""
