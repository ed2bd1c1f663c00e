"""The form of a follow-up."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired

from mentorhub.workspace.forms.fields import NO_DAY, AheadField, DatedForm, line


class FollowUpForm(DatedForm):
    """A day on which to reach out, and why."""

    due_on = AheadField(_l("Which day?"), [DataRequired(NO_DAY)], id="follow-up-on")
    reason = line(_l("What for?"), "follow-up-reason", 300)
