"""Addresses that nothing can have: a NUL, which PostgreSQL takes in no text, is answered 404 before any view runs."""

from flask import Flask, request

from mentorhub.foundation.errors import NotFound


def init_app(app: Flask) -> None:
    """Before everything else that reads a request."""
    app.before_request(refuse_nul)


def refuse_nul() -> None:
    """Raises `NotFound` for a NUL in the path or the query, where it stands percent-encoded."""
    if has_nul():
        raise NotFound


def has_nul() -> bool:
    """Whether no route can have the address asked for."""
    return "\0" in request.path or b"%00" in request.query_string
