"""A practice's privacy notice and imprint."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import Length

from mentorhub.accounts.rules.practices import NOTICE_MAX
from mentorhub.programs.forms.fields import several_lines
from mentorhub.web.versioned_forms import VersionedForm


def _notice(label: Any) -> TextAreaField:
    too_long = lazy_gettext("Please shorten this text to at most %(max)d characters.")
    return TextAreaField(
        label, filters=[several_lines], validators=[Length(max=NOTICE_MAX, message=too_long)]
    )


class NoticesForm(VersionedForm):
    """A practice's privacy notice and imprint; `version` is that of `queries.notices.Notices.written`."""

    privacy_md = _notice(lazy_gettext("Privacy notice"))
    imprint_md = _notice(lazy_gettext("Imprint"))
