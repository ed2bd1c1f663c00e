"""Opening a practice, its profile, payments, roles and invitations."""

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    Form,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length

from mentorhub.accounts.forms.fields import could_exist, lines, own_name, plain
from mentorhub.accounts.forms.profiles import locale_choices, zone_choices
from mentorhub.accounts.queries.practices import PracticeProfile
from mentorhub.accounts.rules.practices import (
    ABOUT_MAX,
    PRACTICE_NAME_MAX,
    SUFFIX_MAX,
    Role,
    SuffixMisshapen,
    refuse_misshapen_suffix,
)
from mentorhub.foundation.money import currency_names
from mentorhub.foundation.names import clean_name
from mentorhub.foundation.slugs import SLUG_MAX
from mentorhub.web.versioned_forms import VersionedForm


def is_suffix(_form: Form, field: Field) -> None:
    """Refuse what a card statement cannot end in."""
    try:
        refuse_misshapen_suffix(field.data)
    except SuffixMisshapen as error:
        raise ValidationError(
            _(
                "Please use up to %(max)d Latin letters, digits and spaces, with at least one letter; "
                "banks do not take < > \\ ' \" and *.",
                max=SUFFIX_MAX,
            )
        ) from error


class OpeningForm(FlaskForm):
    """What a practice begins with: its name and address, where it is, what its prices are in."""

    name = StringField(
        _l("The name of your practice"),
        filters=[clean_name],
        validators=[
            DataRequired(_l("Please give your practice a name. You can change it at any time.")),
            Length(
                max=PRACTICE_NAME_MAX,
                message=_l("Please shorten this name to at most %(max)d characters."),
            ),
        ],
    )
    slug = StringField(
        _l("Its address"),
        filters=[plain],
        validators=[
            Length(max=SLUG_MAX, message=_l("An address may have %(max)d characters at most."))
        ],
    )
    timezone = SelectField(_l("Time zone"))
    currency = SelectField(_l("Currency"))
    locale = SelectField(_l("Dates and money, as written in"))

    def offer(self, *, timezone: str, locale: str, currency: str) -> None:
        """Fill the choices; zone and locale of the reader's or practice's own stay among them.

        `currency` is of the examples of how money is written.
        """
        self.timezone.choices = zone_choices(timezone)
        self.locale.choices = locale_choices(locale, currency=currency)
        named = currency_names(locale=str(get_locale())).items()
        self.currency.choices = [(code, f"{name} ({code.upper()})") for code, name in named]


class PracticeForm(OpeningForm, VersionedForm):
    """A practice's profile; `version` is that of `queries.PracticeProfile.chosen`."""

    about_md = TextAreaField(
        _l("About your practice"),
        filters=[lines],
        validators=[
            Length(
                max=ABOUT_MAX,
                message=_l("Please shorten this text to at most %(max)d characters."),
            )
        ],
    )
    place_name = StringField(
        _l("Place"),
        filters=[clean_name],
        validators=[
            Length(max=80, message=_l("Please shorten this to at most %(max)d characters."))
        ],
    )
    email = EmailField(
        _l("Contact address"),
        filters=[plain],
        validators=[
            DataRequired(_l("Please give an address that people can write to.")),
            could_exist,
        ],
    )

    @classmethod
    def of(cls, practice: PracticeProfile, *, is_sent: bool) -> "PracticeForm":
        """This practice's form, filled in by what was sent, if it was."""
        form = cls(obj=practice) if is_sent else cls(formdata=None, obj=practice)
        if not is_sent:
            form.read(practice.chosen)
        form.offer(timezone=practice.timezone, locale=practice.locale, currency=practice.currency)
        return form


class PaymentSettingsForm(VersionedForm):
    """How a practice's payment pages take money."""

    takes_promotion_codes = BooleanField(_l("Take promotion codes"))
    takes_delayed_methods = BooleanField(_l("Take payments that arrive later"))
    collects_tax = BooleanField(_l("Let Stripe work out the tax"))
    statement_suffix = StringField(
        _l("Words on the card statement"), filters=[plain], validators=[is_suffix]
    )


ROLES = [
    (Role.OWNER.value, _l("Owner")),
    (Role.MENTOR.value, _l("Mentor")),
    (Role.ASSISTANT.value, _l("Assistant")),
]


class RoleForm(FlaskForm):
    """Another role for a member."""

    role = SelectField(_l("Role"), choices=ROLES)


class InvitationForm(FlaskForm):
    """Who is invited to a practice, and as what."""

    email = EmailField(
        _l("Email"),
        filters=[plain],
        validators=[
            DataRequired(_l("Please give the address of the person you invite.")),
            could_exist,
        ],
    )
    role = SelectField(_l("Role"), choices=ROLES, default=Role.MENTOR.value)


class JoinForm(FlaskForm):
    """Who accepts an invitation and has no account yet."""

    name = own_name()
