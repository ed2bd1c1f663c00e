"""What the forms of this package share: no second token, and a reason that is read in an email."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from mentorhub.programs.forms.fields import (
    several_lines,
)

REASON_MAX = 500


class ActionForm(FlaskForm):
    """A form whose page writes the token by hand; several may stand on one page."""

    class Meta:
        """The token is checked before any view runs (web/csrf.py); a second one would only cost time."""

        csrf = False


def reason_field(of: str, label: Any) -> TextAreaField:
    """Words that go into a mail as they are; `of` begins the field's id."""
    return TextAreaField(
        label,
        id=f"{of}-reason",
        filters=[several_lines],
        validators=[
            DataRequired(lazy_gettext("Please say why: it is read in the email, in these words.")),
            Length(
                max=REASON_MAX,
                message=lazy_gettext("A reason may have %(max)d characters at most."),
            ),
        ],
    )
