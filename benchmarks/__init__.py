"""Measurements made by hand, on the production server; no part of the product or of `make test`."""
