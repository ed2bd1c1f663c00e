"""What several forms ask of a text: plain, a name, an address, one that could exist."""

import unicodedata

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from mentorhub.accounts.rules.addresses import ADDRESS_MAX, NAME_MAX, email_key
from mentorhub.foundation.names import clean_name


def plain(text: str | None) -> str:
    """Trimmed, without control characters, which no address has and PostgreSQL may refuse."""
    return "".join(char for char in text or "" if unicodedata.category(char) != "Cc").strip()


def lines(text: str | None) -> str:
    """Several lines, each ending in a plain line feed, without other control characters."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    allowed = (char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc")
    return "".join(allowed).strip()


def own_name() -> StringField:
    """The field for a user's own name."""
    return StringField(
        _l("Your name"),
        filters=[clean_name],
        validators=[
            DataRequired(_l("Please give the name you go by.")),
            Length(max=NAME_MAX, message=_l("Please shorten this; 200 characters at most.")),
        ],
    )


def is_address(_form: Form, field: Field) -> None:
    """Refuse what cannot be an address at all; no message shows whether it is known here."""
    try:
        fits = len(email_key(field.data)) <= ADDRESS_MAX
    except ValueError:
        fits = False
    if not fits:
        raise ValidationError(_misshapen())


def could_exist(_form: Form, field: Field) -> None:
    """Refuse an address that no mail could reach, and store its normal form; a mail will show whether it exists.

    The one check of a new address, in every package.
    """
    _local, at, domain = field.data.rpartition("@")
    if at and domain and "." not in domain:
        raise ValidationError(
            _("This address seems to be missing its ending, such as .no or .com.")
        )
    try:
        # `test_environment` lets reserved names such as .test pass: such a mail bounces like any other.
        found = validate_email(field.data, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValidationError(_misshapen()) from error
    field.data = found.normalized
    is_address(_form, field)


def _misshapen() -> str:
    return str(_("This does not look like an email address. Please look at it once more."))
