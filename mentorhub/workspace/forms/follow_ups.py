"""Forms about what one means to do: a follow-up, a promise."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Optional

from mentorhub.workspace.forms.fields import NO_DAY, AheadField, DatedForm, line


class FollowUpForm(DatedForm):
    """A day on which to reach out, and why."""

    due_on = AheadField(_l("Which day?"), [DataRequired(NO_DAY)], id="follow-up-on")
    reason = line(_l("What for?"), "follow-up-reason", 300)


class PromiseForm(DatedForm):
    """Something one said one would do."""

    what = line(
        _l("What did you say you would do?"),
        "promise-what",
        300,
        DataRequired(_l("Please write what it is.")),
    )
    by = AheadField(_l("Until when?"), [Optional()], id="promise-by")
