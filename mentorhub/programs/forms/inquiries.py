"""Inquiries: a visitor's on a programme's public page, further words, the practice's answer, a saved reply."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from mentorhub.foundation.names import clean_name
from mentorhub.programs.forms.fields import email_field, name_field, several_lines
from mentorhub.programs.forms.spam_guard import SpamGuarded
from mentorhub.programs.rules.inquiries import MESSAGE_MAX, REPLY_TITLE_MAX
from mentorhub.web.versioned_forms import VersionedForm

_TOO_LONG = lazy_gettext("A message may have at most %(max)d characters.")
_MISSING = lazy_gettext("Please write your message.")


def _message(label: Any, *, id: str, missing: Any = _MISSING) -> TextAreaField:
    return TextAreaField(
        label,
        id=id,
        filters=[several_lines],
        validators=[
            *([DataRequired(missing)] if missing else []),
            Length(max=MESSAGE_MAX, message=_TOO_LONG),
        ],
    )


class InquiryForm(SpamGuarded):
    """A visitor's inquiry to the mentor."""

    name = name_field("inquiry")
    email = email_field("inquiry")
    message = _message(lazy_gettext("What would you like to ask?"), id="inquiry-message")


class FurtherWordsForm(FlaskForm):
    """What a visitor adds to their inquiry."""

    message = _message(lazy_gettext("Write again"), id="message")


class AnswerForm(FlaskForm):
    """The practice's answer. `seen` is how many messages stood on the page; `reply` a saved reply to be put in."""

    message = _message(lazy_gettext("Your answer"), id="message")
    reply = SelectField(lazy_gettext("Saved reply"), id="reply", choices=[], validate_choice=False)
    seen = HiddenField(id="seen", validators=[InputRequired()])

    @property
    def seen_count(self) -> int:
        """How many messages its writer has seen; what is no number is none."""
        seen = self.seen.data or ""
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0


class DeclineForm(FlaskForm):
    """Last words, which may stay empty."""

    message = _message(
        lazy_gettext("Your words to the visitor"), id="decline-message", missing=None
    )
    seen = HiddenField(id="decline-seen", validators=[InputRequired()])

    seen_count = AnswerForm.seen_count


class ReplyForm(VersionedForm):
    """A reply to be kept; `version` is that of `SavedReply.written`."""

    title = StringField(
        lazy_gettext("Name"),
        id="title",
        filters=[clean_name],
        validators=[
            DataRequired(lazy_gettext("Please give it a name, by which you will find it.")),
            Length(
                max=REPLY_TITLE_MAX,
                message=lazy_gettext("Please shorten this to at most %(max)d characters."),
            ),
        ],
    )
    body = _message(
        lazy_gettext("Words"), id="body", missing=lazy_gettext("Please write the words.")
    )
