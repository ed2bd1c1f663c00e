"""Forms about money that goes back: all of it, what the terms say, or an amount as people type it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, RadioField, StringField, ValidationError

from mentorhub.enrolment.forms.fields import ActionForm, reason_field
from mentorhub.foundation.money import from_minor, step_minor, typed_minor
from mentorhub.programs.forms.fields import one_line
from mentorhub.web.filters import money

ALL, PART, NOTHING = "all", "part", "nothing"
BY_TERMS = "terms"  # and the amount that was shown, so that nobody sends another one


class MoneyForm(ActionForm):
    """All of it or a part, as `offer` says; the amount is looked at only where a part is meant."""

    currency = ""
    most_minor = 0
    by_terms_minor = 0
    amount_minor = 0
    how_much: RadioField
    amount: StringField

    def offer(self, most_minor: int, currency: str, *, by_terms_minor: int) -> None:
        """Say how much can go back, and how much of it by the place's terms, before the form is shown or validated."""
        self.most_minor, self.by_terms_minor, self.currency = most_minor, by_terms_minor, currency
        _all, *others = self.how_much.choices
        words = _("All of it, %(amount)s", amount=money(most_minor, currency)) if currency else ""
        choices = [(ALL, words), *others]
        if 0 < by_terms_minor < most_minor:
            amount = money(by_terms_minor, currency)
            words = _("What the terms give back today, %(amount)s", amount=amount)
            choices.insert(0, (f"{BY_TERMS}-{by_terms_minor}", words))
        self.how_much.choices = choices

    def validate_how_much(self, field: RadioField) -> None:
        """One of those offered; the amount by the terms falls from one day to the next."""
        if field.data not in {value for value, _words in field.choices}:
            raise ValidationError(_("Please choose how much goes back."))

    def minor_of(self, chosen: str) -> int:
        """Minor units that a valid choice stands for."""
        known = {PART: self.amount_minor, ALL: self.most_minor, NOTHING: 0}
        return known.get(chosen, self.by_terms_minor)

    def validate_amount(self, field: StringField) -> None:
        """In the currency of the payment, to its last digit."""
        if self.how_much.data != PART:
            return
        try:
            self.amount_minor = typed_minor(field.data or "", self.currency)
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
        validate_choice=False,
    )
    amount = StringField(lazy_gettext("The part"), id="refund-amount", filters=[one_line])

    def offer(self, most_minor: int, currency: str, *, by_terms_minor: int) -> None:
        """In a form that nobody has sent, what the terms say is chosen; nothing where they give nothing."""
        super().offer(most_minor, currency, by_terms_minor=by_terms_minor)
        if self.how_much.raw_data is None and by_terms_minor:
            is_all = by_terms_minor == most_minor
            self.how_much.data = ALL if is_all else f"{BY_TERMS}-{by_terms_minor}"

    @property
    def chosen_minor(self) -> int:
        """Minor units that were chosen."""
        return self.minor_of(self.how_much.data)


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
        validate_choice=False,
    )
    amount = StringField(lazy_gettext("The part"), id="removal-amount", filters=[one_line])

    @property
    def chosen_minor(self) -> int | None:
        """Minor units that were chosen; None for all there is."""
        return None if self.how_much.data == ALL else self.minor_of(self.how_much.data)


class WithdrawalForm(ActionForm):
    """The amount that the page had promised, so that nobody withdraws for another one."""

    promised = HiddenField()
