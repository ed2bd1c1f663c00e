"""The notebook's tables: what writing to them does besides."""
