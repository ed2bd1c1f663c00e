"""Fields of several forms: names, addresses, texts in one line or several. Other packages use them, too."""

import unicodedata
from typing import Any

from flask_babel import lazy_gettext
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length

from mentorhub.accounts.forms.fields import could_exist
from mentorhub.foundation.names import clean_name

NAME_MAX = 200


def several_lines(text: str | None) -> str:
    """Lines end in a plain line feed; no other control characters (PostgreSQL stores no NUL)."""
    plain = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    if (
        plain.isprintable()
    ):  # as nearly every name and address is: fast for thousands of forms a minute
        return plain.strip()
    allowed = (char for char in plain if char in "\n\t" or unicodedata.category(char) != "Cc")
    return "".join(allowed).strip()


def one_line(text: str | None) -> str:
    """As `several_lines`, with single spaces between words: an address or a code. Names: `names.clean_name`."""
    return " ".join(several_lines(text).split())


def name_field(
    of: str,
    *,
    label: Any = lazy_gettext("Your name"),
    missing: Any = lazy_gettext("Please say who you are."),
) -> StringField:
    """A name on one line. `of` is the prefix of the field's id, since a page may ask for a name twice."""
    return StringField(
        label,
        id=f"{of}-name",
        filters=[clean_name],
        validators=[
            DataRequired(missing),
            Length(
                max=NAME_MAX, message=lazy_gettext("A name may have %(max)d characters at most.")
            ),
        ],
    )


def email_field(
    of: str,
    *,
    missing: Any = lazy_gettext("Please give an address that an answer can reach."),
) -> EmailField:
    """An address that could exist, in its normal form. `of` as in `name_field`."""
    return EmailField(
        lazy_gettext("Email"),
        id=f"{of}-email",
        filters=[one_line],
        validators=[
            DataRequired(missing),
            could_exist,
        ],
    )
