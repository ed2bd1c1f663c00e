"""Text into typed values with messages: the country of an account at Stripe."""

from babel import Locale
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import AnyOf

from mentorhub.payments.rules.connections import COUNTRIES


class ConnectionForm(FlaskForm):
    """Where the practice's business is."""

    country = SelectField(
        _l("Country of your business"),
        validate_choice=False,
        validators=[
            AnyOf(COUNTRIES, _l("Please choose a country in which Stripe opens accounts."))
        ],
    )

    def offer(self, likely: str) -> None:
        """The countries by their names in the reader's language; `likely` is chosen at first."""
        names = (get_locale() or Locale("en", "GB")).territories
        known = sorted((names.get(code, code), code) for code in COUNTRIES)
        self.country.choices = [("", ""), *((code, name) for name, code in known)]
        if not self.is_submitted():
            self.country.data = likely if likely in COUNTRIES else ""
