"""The only room that knows SQL: one file per table family, SQLite and PostgreSQL."""
