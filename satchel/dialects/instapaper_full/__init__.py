"""Instapaper's Full API, versions 1 and 1.1."""
