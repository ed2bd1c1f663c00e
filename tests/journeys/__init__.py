"""Whole journeys over HTTP: real server, real sandbox, real worker."""
