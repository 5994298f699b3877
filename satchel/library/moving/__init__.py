"""From SQLite to PostgreSQL and back."""
