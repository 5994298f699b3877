"""Instapaper's APIs."""
