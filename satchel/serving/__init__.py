"""What a process needs to serve: sockets, signals, the HTTP protocol's limits, the access log, memory."""
