"""Tests of the readers of other programs' files. All names and texts in the samples are made up."""
