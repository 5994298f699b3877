"""Wire protocols. Each is a closed room; none knows another."""
