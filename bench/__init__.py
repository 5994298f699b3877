"""What a request costs: `make bench` starts the real server, drives it, and prints a table."""
