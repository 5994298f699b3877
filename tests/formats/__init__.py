"""Tests of the forms in which lists come and go."""
