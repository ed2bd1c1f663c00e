"""Text into typed values with messages: the country of an account at Stripe, and promotion codes."""

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, StringField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import AnyOf, InputRequired, NumberRange, Regexp, StopValidation
from wtforms.validators import Optional as MayBeEmpty

from mentorhub.foundation.money import currency_names, from_minor, minimum_minor, typed_minor
from mentorhub.payments.rules.codes import CODE_MAX, PERCENT_OFF, USES_MAX, CodeWords
from mentorhub.payments.rules.connections import COUNTRIES
from mentorhub.programs.forms.fields import one_line
from mentorhub.programs.forms.moments import OptionalMomentField, turn_field

PERCENT, AMOUNT = "percent", "amount"


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


class _CountField(IntegerField):
    """Digits, or nothing; a message that says so."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """As it was typed."""
        self.data = None
        if not any(text.strip() for text in valuelist):
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Please write a whole number, such as 14.")) from None

    def pre_validate(self, form: BaseForm) -> None:
        """What is no number is said once."""
        super().pre_validate(form)
        if self.process_errors:
            raise StopValidation


class _PercentField(_CountField):
    """Looked at only where a percentage is meant."""

    def pre_validate(self, form: BaseForm) -> None:
        """What was typed before an amount was chosen is no fault."""
        if form["kind"].data != PERCENT:
            self.errors, self.data = (), None
            raise StopValidation
        super().pre_validate(form)


class CodeForm(FlaskForm):
    """A promotion code; percentage and amount are looked at only where they are meant."""

    code = StringField(
        _l("Code"),
        id="code",
        filters=[one_line],
        validators=[
            InputRequired(_l("Please choose what people will type.")),
            Regexp(
                f"[A-Z0-9][A-Z0-9-]{{0,{CODE_MAX - 1}}}$",
                message=_l(
                    "Use A to Z, digits and hyphens, at most 60 of them, such as SPRING-10."
                ),
            ),
        ],
    )
    kind = RadioField(
        _l("What it takes off"),
        id="kind",
        choices=[(PERCENT, _l("A percentage")), (AMOUNT, _l("An amount"))],
        default=PERCENT,
    )
    percent_off = _PercentField(
        _l("Percent"),
        id="percent_off",
        validators=[
            NumberRange(
                PERCENT_OFF[0],
                PERCENT_OFF[-1],
                _l("Please give a number from %(min)s to %(max)s."),
            ),
        ],
    )
    amount_off = StringField(_l("Amount"), id="amount_off", filters=[one_line])
    currency = SelectField(_l("Currency"), id="currency")
    uses_max = _CountField(
        _l("How often it can be used"),
        id="uses_max",
        validators=[
            MayBeEmpty(),
            NumberRange(1, USES_MAX, _l("Please give a number from %(min)s to %(max)s.")),
        ],
    )
    expires_at = OptionalMomentField(_l("Until"), id="expires_at")
    expires_at_turn = turn_field("expires_at_turn")
    amount_off_minor = 0

    def read_in(self, zone: str, *, locale: str) -> None:
        """The practice's zone and the currencies there are, before it is shown or validated."""
        names = currency_names(locale=locale)
        self.currency.choices = [(code, f"{code.upper()}, {name}") for code, name in names.items()]
        self.expires_at.read_in(zone)

    def filter_code(self, text: str) -> str:
        """Stripe compares codes whatever their case."""
        return text.upper()

    def validate_amount_off(self, field: StringField) -> None:
        """Only where an amount is meant."""
        if self.kind.data != AMOUNT:
            return
        code = self.currency.data or ""
        try:
            self.amount_off_minor = typed_minor(field.data or "", code)
        except ValueError:
            example = from_minor(max(minimum_minor(code), 100), code)
            words = _("Please write an amount such as %(amount)s.", amount=example)
            raise ValidationError(words) from None

    @property
    def words(self) -> CodeWords:
        """What was typed."""
        is_percent = self.kind.data == PERCENT
        return CodeWords(
            code=self.code.data,
            percent_off=self.percent_off.data if is_percent else None,
            amount_off_minor=None if is_percent else self.amount_off_minor,
            currency="" if is_percent else self.currency.data,
            uses_max=self.uses_max.data,
            expires_at=self.expires_at.data,
        )
