"""Forms about money that goes back: all of it, or an amount as people type it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    HiddenField,
    RadioField,
    StringField,
    ValidationError,
)

from mentorhub.enrolment.forms.fields import ActionForm, reason_field
from mentorhub.foundation.money import from_minor, minor_typed, step_minor
from mentorhub.programs.forms import one_line
from mentorhub.web.filters import money

ALL, PART, NOTHING = "all", "part", "nothing"


class MoneyForm(ActionForm):
    """All of it or a part, as `offer` says; the amount is looked at only where a part is meant."""

    currency = ""
    most_minor = 0
    amount_minor = 0
    how_much: RadioField
    amount: StringField

    def offer(self, most_minor: int, currency: str) -> None:
        """Say how much can go back, before the form is shown or validated."""
        self.most_minor, self.currency = most_minor, currency
        _all, *others = self.how_much.choices
        words = _("All of it, %(amount)s", amount=money(most_minor, currency)) if currency else ""
        self.how_much.choices = [(ALL, words), *others]

    def validate_amount(self, field: StringField) -> None:
        """In the currency of the payment, to its last digit."""
        if self.how_much.data != PART:
            return
        try:
            self.amount_minor = minor_typed(field.data or "", self.currency)
        except ValueError as error:
            step = step_minor(self.currency)
            example = from_minor(max(self.most_minor // (2 * step), 1) * step, self.currency)
            raise ValidationError(
                _("Please write an amount such as %(amount)s.", amount=example)
            ) from error


class RefundForm(MoneyForm):
    """What the practice refunds by its own decision."""

    how_much = RadioField(
        lazy_gettext("How much goes back"),
        id="refund-how",
        choices=[(ALL, ""), (PART, lazy_gettext("A part of it"))],
        default=ALL,
    )
    amount = StringField(lazy_gettext("The part"), id="refund-amount", filters=[one_line])

    @property
    def chosen_minor(self) -> int:
        """Minor units that were chosen."""
        return self.amount_minor if self.how_much.data == PART else self.most_minor


class RemovalForm(MoneyForm):
    """Why a place ends, and what goes back with it."""

    reason = reason_field("removal", lazy_gettext("Why it ends"))
    how_much = RadioField(
        lazy_gettext("How much goes back"),
        id="removal-how",
        choices=[
            (ALL, ""),
            (PART, lazy_gettext("A part of it")),
            (NOTHING, lazy_gettext("Nothing")),
        ],
        default=ALL,
    )
    amount = StringField(lazy_gettext("The part"), id="removal-amount", filters=[one_line])

    @property
    def chosen_minor(self) -> int | None:
        """Minor units that were chosen; None for all there is."""
        return {PART: self.amount_minor, NOTHING: 0}.get(self.how_much.data)


class WithdrawalForm(ActionForm):
    """The amount that the page had promised, so that nobody withdraws for another one."""

    promised = HiddenField()
