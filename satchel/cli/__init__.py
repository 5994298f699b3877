"""The command line. Each file is one group of commands."""
