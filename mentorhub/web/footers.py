"""Whose privacy notice and imprint the foot of a page leads to: a programme's practice's, else the operator's."""

from flask import Flask, g


def init_app(app: Flask) -> None:
    """Templates write `{{ footer_program() }}`."""
    app.add_template_global(footer_program)


def lead_to_notices_of(slug: str) -> None:
    """The page that is being made is about the programme of this slug."""
    g.footer_program = slug


def footer_program() -> str:
    """The programme's slug; '' for a page that is about none."""
    return str(g.get("footer_program", ""))
