"""What a practice writes of a price: how it is paid, how much, when it can be had."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, ValidationError
from wtforms.validators import Length

from mentorhub.foundation.money import currency_names, from_minor, minimum_minor, typed_minor
from mentorhub.foundation.names import clean_name
from mentorhub.programs.forms.fields import one_line
from mentorhub.programs.forms.moments import OptionalMomentField, show_turn, turn_field
from mentorhub.programs.forms.programs import number_field
from mentorhub.programs.rules.offers import PriceKind
from mentorhub.programs.rules.prices import INSTALMENTS, INTERVAL_DAYS, LABEL_MAX, PriceWords
from mentorhub.web.filters import money
from mentorhub.web.versioned_forms import VersionedForm

SIDES = ("available_from", "available_until")
USUAL_COUNT, USUAL_DAYS = 3, 30


class PriceForm(VersionedForm):
    """One price; `version` is that of `Price.written`. Amount and parts are looked at only where the kind has them."""

    kind = RadioField(
        _l("How it is paid"),
        id="kind",
        choices=[
            (PriceKind.FULL.value, _l("At once")),
            (PriceKind.INSTALMENTS.value, _l("In instalments")),
            (PriceKind.FREE.value, _l("Free of charge")),
        ],
        default=PriceKind.FULL.value,
    )
    amount = StringField(_l("Amount in total"), id="amount", filters=[one_line])
    currency = SelectField(_l("Currency"), id="currency")
    label = StringField(
        _l("Name of this price"),
        id="label",
        filters=[clean_name],
        validators=[
            Length(max=LABEL_MAX, message=_l("Please shorten this to at most %(max)d characters."))
        ],
    )
    instalments_count = number_field(
        _l("Number of instalments"), INSTALMENTS, html_id="instalments_count", default=USUAL_COUNT
    )
    interval_days = number_field(
        _l("Days between them"), INTERVAL_DAYS, html_id="interval_days", default=USUAL_DAYS
    )
    available_from = OptionalMomentField(_l("From"), id="available_from")
    available_from_turn = turn_field("available_from_turn")
    available_until = OptionalMomentField(_l("Until"), id="available_until")
    available_until_turn = turn_field("available_until_turn")
    amount_minor = 0

    def read_in(self, zone: str, stored: PriceWords | None = None, *, locale: str) -> None:
        """The practice's zone and the currencies there are, before it is shown or validated."""
        self.currency.choices = [
            (code, f"{code.upper()}, {name}")
            for code, name in currency_names(locale=locale).items()
        ]
        for name in SIDES:
            self[name].read_in(zone, stored=getattr(stored, name, None))
            show_turn(self[name], self[f"{name}_turn"])

    def validate(self, extra_validators: Any = None) -> bool:
        """Parts are looked at only where there are some."""
        is_in_parts = self.kind.data == PriceKind.INSTALMENTS.value
        if not is_in_parts:
            self._leave_out_parts()
        return bool(super().validate(extra_validators))

    def validate_amount(self, field: StringField) -> None:
        """As people write amounts, to the last digit of the currency."""
        if self.kind.data == PriceKind.FREE.value:
            return
        code = self.currency.data or ""
        try:
            self.amount_minor = typed_minor(field.data or "", code)
        except ValueError:
            least = max(minimum_minor(code), 100)
            words = _("Please write an amount such as %(amount)s.", amount=from_minor(least, code))
            raise ValidationError(words) from None

    @property
    def words(self) -> PriceWords:
        """What was typed."""
        is_in_parts = self.kind.data == PriceKind.INSTALMENTS.value
        return PriceWords(
            amount_minor=self.amount_minor,
            currency=self.currency.data,
            label=self.label.data,
            instalments_count=self.instalments_count.data if is_in_parts else 1,
            interval_days=self.interval_days.data if is_in_parts else 0,
            available_from=self.available_from.data,
            available_until=self.available_until.data,
        )

    def _leave_out_parts(self) -> None:
        for name, usual in (("instalments_count", USUAL_COUNT), ("interval_days", USUAL_DAYS)):
            self[name].process_errors, self[name].data = [], usual


def fields_of(words: PriceWords) -> dict[str, Any]:
    """A stored price by the names of the form's fields."""
    is_in_parts = words.kind == PriceKind.INSTALMENTS
    amount = from_minor(words.amount_minor, words.currency)
    is_whole = amount == amount.to_integral_value()
    typed = str(amount.to_integral_value() if is_whole else amount)
    return {
        "kind": words.kind.value,
        "amount": typed if words.amount_minor else "",
        "currency": words.currency,
        "label": words.label,
        "instalments_count": words.instalments_count if is_in_parts else USUAL_COUNT,
        "interval_days": words.interval_days if is_in_parts else USUAL_DAYS,
        "available_from": words.available_from,
        "available_until": words.available_until,
    }


def too_small(minimum_minor: int, currency: str) -> str:
    """Why an amount cannot be charged."""
    least = money(minimum_minor, currency)
    return str(
        _(
            "Stripe takes no payment of less than %(least)s, nor of more than eight digits.",
            least=least,
        )
    )
