"""The form of a promise."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Optional

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
