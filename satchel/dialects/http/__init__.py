"""What every wire protocol shares: the application, its routes, parameters, bodies and responses."""
