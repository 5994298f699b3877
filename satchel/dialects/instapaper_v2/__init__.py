"""Instapaper's API, version 2."""
