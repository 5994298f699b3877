"""Moving all rows from one database to another, of whichever kind."""
