"""The search language: what people write in the one field, and what it asks for."""
