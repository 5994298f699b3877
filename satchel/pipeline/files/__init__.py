"""Bodies that are no HTML page: pictures, films, PDFs, plain text."""
