"""The form of the notebook's settings: the country of phone numbers, by the names of the reader's language."""

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import AnyOf

from mentorhub.workspace.matching.keys import region_of_locale

UNKNOWN = _l("Please choose a country from the list.")


def countries() -> list[tuple[str, str]]:
    """Code (ISO 3166-1 alpha-2) and name of every country that has phone numbers, in the order of their names."""
    locale = get_locale() or Locale("en")
    named = (
        (code, name)
        for code, name in locale.territories.items()
        if region_of_locale(f"und-{code}") == code
    )
    return sorted(named, key=lambda country: country[1])


class RegionForm(FlaskForm):
    """In which country a number without a country code is dialled."""

    region = SelectField(_l("Country of your phone numbers"), id="region", validate_choice=False)

    def offer(self) -> "RegionForm":
        """The countries to choose from; returns itself."""
        self.region.choices = countries()
        self.region.validators = [AnyOf([code for code, _name in countries()], message=UNKNOWN)]
        return self
