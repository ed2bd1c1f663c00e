"""Files of contacts, read."""
