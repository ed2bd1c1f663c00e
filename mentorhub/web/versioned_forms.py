"""Forms that replace what is stored: each knows which version its reader saw, and shows both where that has changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectField

from mentorhub.foundation.versions import version_of


class VersionedForm(FlaskForm):
    """`version` is that of what was read when the form was opened; `stored` what stands now, after a refusal."""

    version = HiddenField(default="")
    stored: Sequence[tuple[str, str]] = ()

    def read(self, values: Any) -> None:
        """Say that the form was filled from these values, as they are stored."""
        self.version.raw_data, self.version.data = None, version_of(values)

    def compare(self, values: Any, by_field: Mapping[str, Any]) -> None:
        """After `ChangedElsewhere`: name what is stored otherwise than typed. Sent once more, the form replaces it.

        `values` are what the version is of; `by_field` gives the stored value of each field by its name.
        """
        self.read(values)
        self.stored = [
            (str(self[name].label.text), _shown(self[name], value))
            for name, value in by_field.items()
            if (self[name].data or None) != (value or None)
        ]


def _shown(field: Field, value: Any) -> str:
    """A stored value in the words of its field."""
    if isinstance(field, BooleanField):
        return str(_("yes") if value else _("no"))
    if isinstance(field, SelectField):  # radio buttons and several choices, too
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(each.label) for each in field.iter_choices() if each.value in chosen)
    return "" if value is None else str(value)
