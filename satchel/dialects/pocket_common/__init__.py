"""What the Pocket and the Open Pocket dialect have in common: shapes, parameters, limits, failures."""
