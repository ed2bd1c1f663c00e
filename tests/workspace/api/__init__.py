"""The notebook as JSON."""
