"""A visitor's inquiry, on a programme's public page."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from mentorhub.programs.forms.fields import email_field, name_field, several_lines

MESSAGE_MAX = 4000


class InquiryForm(FlaskForm):
    """A visitor's inquiry to the mentor."""

    name = name_field("inquiry")
    email = email_field("inquiry")
    message = TextAreaField(
        lazy_gettext("What would you like to ask?"),
        id="inquiry-message",
        filters=[several_lines],
        validators=[
            DataRequired(lazy_gettext("Please write your message.")),
            Length(
                max=MESSAGE_MAX,
                message=lazy_gettext("A message may have at most %(max)d characters."),
            ),
        ],
    )
