"""Pictures of saved pages: fetched once, known by their bytes, kept in a bounded folder."""
