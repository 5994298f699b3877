"""Which part of a page is the article, and what of it is kept."""
