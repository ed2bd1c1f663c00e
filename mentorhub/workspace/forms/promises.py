"""Forms of a promise: made, and corrected."""

import datetime as dt

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Optional

from mentorhub.web.versioned_forms import VersionedForm
from mentorhub.workspace.forms.fields import AheadField, DatedForm, line


class PromiseForm(DatedForm):
    """Something one said one would do."""

    what = line(
        _l("What did you say you would do?"),
        "promise-what",
        300,
        DataRequired(_l("Please write what it is.")),
    )
    by = AheadField(_l("Until when?"), [Optional()], id="promise-by")


class PromiseChangeForm(VersionedForm, PromiseForm):
    """One that is open, to be corrected; `kept` is the day it is due, which may have passed."""

    kept: dt.date | None = None
