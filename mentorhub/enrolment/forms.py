"""Text into typed values with messages: an applicant's, and what practice and mentee decide of seats and money."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Regexp

from mentorhub.foundation.money import from_minor, step_minor, typed_minor
from mentorhub.foundation.names import clean_name, comparable
from mentorhub.programs.forms.fields import email_field, name_field, one_line, several_lines
from mentorhub.web.filters import money

REASON_MAX = 500


class ActionForm(FlaskForm):
    """A form whose page writes the token by hand; several may stand on one page."""

    class Meta:
        """The token is checked before any view runs (web/csrf.py); a second one would only cost time."""

        csrf = False


def reason_field(of: str, label: Any) -> TextAreaField:
    """Words that go into a mail as they are; `of` begins the field's id."""
    return TextAreaField(
        label,
        id=f"{of}-reason",
        filters=[several_lines],
        validators=[
            DataRequired(lazy_gettext("Please say why: it is read in the email, in these words.")),
            Length(
                max=REASON_MAX,
                message=lazy_gettext("A reason may have %(max)d characters at most."),
            ),
        ],
    )


class ArrivalForm(ActionForm):
    """Two fields and the button; their messages are those of the whole install."""

    name = name_field("enrol")
    email = email_field("enrol")


class PaymentForm(ActionForm):
    """A price out of those offered, and the agreement beside it; the action checks both."""

    price = StringField(filters=[one_line])
    consent = SelectMultipleField(validate_choice=False)


class EntryForm(ActionForm):
    """An entry of a journal as somebody holds it: its number, and its hash or how it begins. Asked by GET."""

    number = StringField(
        lazy_gettext("Number of the entry"),
        id="check-number",
        filters=[one_line],
        validators=[
            Regexp(
                "[1-9][0-9]{0,8}$",
                message=lazy_gettext("Please give the number that your email or your page names."),
            )
        ],
    )
    hash = StringField(
        lazy_gettext("Its hash"),
        id="check-hash",
        filters=[one_line],
        validators=[
            Regexp(
                "[0-9a-f]{12,64}$",
                message=lazy_gettext(
                    "A hash is made of the digits 0 to 9 and the letters a to f. Twelve of them are enough."
                ),
            )
        ],
    )

    def filter_hash(self, text: str) -> str:
        """As it was typed, or copied with the dots that shorten it."""
        return text.rstrip("….").lower()


class SeatsForm(ActionForm):
    """How many seats there are from now on."""

    seats = StringField(
        lazy_gettext("How many seats there are"),
        id="seats-count",
        filters=[one_line],
        validators=[
            Regexp(
                "[0-9]{1,9}$",
                message=lazy_gettext("Please give the number of seats in digits, such as 12."),
            )
        ],
    )


class GrantForm(ActionForm):
    """Who is given a seat."""

    name = name_field(
        "grant", label=lazy_gettext("Name"), missing=lazy_gettext("Please say who gets the seat.")
    )
    email = email_field(
        "grant", missing=lazy_gettext("Please give the address that the welcome email goes to.")
    )


class CancellationForm(ActionForm):
    """Why a cohort is called off, and its name, so that it cannot be the wrong one."""

    cohort_name = ""  # set before it is validated

    reason = reason_field("cancellation", lazy_gettext("Why it is cancelled"))
    name = StringField(lazy_gettext("The cohort’s name"), filters=[clean_name])

    def validate_name(self, field: StringField) -> None:
        """Email case aside."""
        if comparable(field.data) != comparable(self.cohort_name):
            raise ValidationError(
                _("This is not its name. It is “%(name)s”.", name=self.cohort_name)
            )


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
