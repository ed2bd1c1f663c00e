"""The line and the seats."""
