"""A message after an act, with a way back: a form of one button, which works without scripts."""

from typing import Any

from flask import flash

UNDO = "undo"  # the category of such messages


def flash_with_undo(text: str, url: str, **fields: str) -> None:
    """Say this on the next page, beside a button that POSTs `fields` to `url`.

    The route at `url` decides whether it can still be undone, and says so kindly where it cannot.
    """
    message: Any = {"text": text, "url": url, "fields": fields}
    flash(message, UNDO)
