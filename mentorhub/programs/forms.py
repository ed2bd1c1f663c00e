"""Forms of the public page: who writes, from which address, what. `enrolment` asks for name and address alike."""

import unicodedata

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, Form, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

NAME_MAX = 200
MESSAGE_MAX = 4000


def several_lines(text: str | None) -> str:
    """Lines end in a plain line feed; no other control characters (PostgreSQL keeps no NUL)."""
    plain = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    kept = (char for char in plain if char in "\n\t" or unicodedata.category(char) != "Cc")
    return "".join(kept).strip()


def one_line(text: str | None) -> str:
    """As `several_lines`, with single spaces between words: it may go into a mail's subject."""
    return " ".join(several_lines(text).split())


def is_address(_form: Form, field: Field) -> None:
    """Refuse what cannot be an address, and keep its normal form; whether it exists a mail will show."""
    _local, at, domain = field.data.rpartition("@")
    if at and domain and "." not in domain:
        raise ValidationError(
            _("This address seems to be missing its ending, such as .no or .com.")
        )
    try:
        # `test_environment` lets reserved names such as .test pass: such a mail bounces like any other.
        found = validate_email(field.data, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValidationError(
            _("This does not look like an e-mail address. Please look at it once more.")
        ) from error
    field.data = found.normalized


def name_field(of: str) -> StringField:
    """A name on one line. `of` begins the field's id, since a page may ask for a name twice."""
    return StringField(
        lazy_gettext("Your name"),
        id=f"{of}-name",
        filters=[one_line],
        validators=[
            DataRequired(lazy_gettext("Please say who you are.")),
            Length(max=NAME_MAX, message=lazy_gettext("A name may have %(max)d letters at most.")),
        ],
    )


def email_field(of: str) -> EmailField:
    """An address that could exist, in its normal form. `of` as in `name_field`."""
    return EmailField(
        lazy_gettext("E-mail"),
        id=f"{of}-email",
        filters=[one_line],
        validators=[
            DataRequired(lazy_gettext("Please give an address that an answer can reach.")),
            is_address,
        ],
    )


class InquiryForm(FlaskForm):
    """A letter to the mentor."""

    name = name_field("inquiry")
    email = email_field("inquiry")
    message = TextAreaField(
        lazy_gettext("What would you like to ask?"),
        id="inquiry-message",
        filters=[several_lines],
        validators=[
            DataRequired(lazy_gettext("This letter is still empty.")),
            Length(
                max=MESSAGE_MAX, message=lazy_gettext("A letter may have %(max)d letters at most.")
            ),
        ],
    )
