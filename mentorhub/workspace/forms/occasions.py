"""The form of an occasion."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, Optional

from mentorhub.web.versioned_forms import VersionedForm
from mentorhub.workspace.forms.fields import DatedForm, PastField, line


class OccasionForm(VersionedForm, DatedForm):
    """What it is called, and when it was."""

    name = line(_l("Name"), "occasion-name", 200, DataRequired(_l("Please write a name.")))
    on_date = PastField(_l("When"), [Optional()], id="occasion-on")
