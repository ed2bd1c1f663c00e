"""A user's profile and their photo."""

from decimal import Decimal

from babel import Locale
from flask_babel import force_locale, get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField

from mentorhub.accounts.forms.fields import own_name
from mentorhub.accounts.queries.profiles import Profile
from mentorhub.accounts.rules.profiles import LOCALES, zones
from mentorhub.foundation.money import exponent, to_minor, usual_currency
from mentorhub.web import filters
from mentorhub.web.versioned_forms import VersionedForm

_CONTINENTS = {
    "Africa": _l("Africa"),
    "America": _l("America"),
    "Antarctica": _l("Antarctica"),
    "Arctic": _l("Arctic"),
    "Asia": _l("Asia"),
    "Atlantic": _l("Atlantic"),
    "Australia": _l("Australia"),
    "Europe": _l("Europe"),
    "Indian": _l("Indian Ocean"),
    "Pacific": _l("Pacific"),
}
_ELSEWHERE = _l("Elsewhere")
_THEMES = {
    "": _l("As my device is set"),
    "light": _l("Light"),
    "dark": _l("Dark"),
}


class ProfileForm(VersionedForm):
    """Name, zone, how dates and money are written, light or dark."""

    name = own_name()
    timezone = SelectField(_l("Your time zone"))
    locale = SelectField(_l("Dates and money, as written in"))
    theme = RadioField(_l("Light or dark"), choices=list(_THEMES.items()))

    @classmethod
    def of(cls, profile: Profile, *, is_sent: bool, currency: str = "") -> "ProfileForm":
        """This profile's form, filled in by what was sent, if it was; a zone that is not on offer stays one's own.

        `currency` is of the examples of how money is written: that of one's practice.
        """
        form = cls(obj=profile) if is_sent else cls(formdata=None, obj=profile)
        if not is_sent:
            form.read(profile.chosen)
        form.timezone.choices = zone_choices(profile.timezone)
        form.locale.choices = locale_choices(profile.locale, currency=currency)
        return form


class PhotoForm(FlaskForm):
    """A picture from the user's device."""

    photo = FileField(
        _l("A picture of you"), validators=[FileRequired(_l("Please choose a picture first."))]
    )


def zone_choices(own: str) -> dict[str, list[tuple[str, str]]]:
    """The zones on offer by continent, for a select; one that is not among them stays on offer."""
    offered = zones()
    elsewhere = [*offered[""], *([] if any(own in names for names in offered.values()) else [own])]
    groups = {str(_ELSEWHERE): [(name, name) for name in elsewhere]}
    for continent, label in _CONTINENTS.items():
        groups[str(label)] = [(name, _city(name)) for name in offered.get(continent, ())]
    return groups


def _city(zone: str) -> str:
    """America/Argentina/Buenos_Aires is "Argentina, Buenos Aires" among the places of America."""
    return zone.partition("/")[2].replace("/", ", ").replace("_", " ")


def locale_choices(own: str, *, currency: str = "") -> list[tuple[str, str]]:
    """The locales on offer, each as it writes a date and money; one's own stays among them.

    The money is in the currency that is named, else in what is paid with where that locale is.
    """
    codes = LOCALES if own in LOCALES else (*LOCALES, own)
    return [(code, _example(code, currency)) for code in codes]


def _example(code: str, currency: str) -> str:
    locale = Locale.parse(code)
    place = locale.get_territory_name(get_locale()) or locale.get_display_name(get_locale())
    now = filters.present()
    currency = currency or usual_currency(zone="", locale=code)
    amount = to_minor(Decimal("12.5") if exponent(currency) else Decimal(1250), currency)
    with force_locale(code):
        return (
            f"{place}: {filters.day(now)}, {filters.hour(now)}, {filters.money(amount, currency)}"
        )
