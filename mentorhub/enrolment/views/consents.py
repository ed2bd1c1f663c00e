"""The words a payer agrees to before paying in instalments: how much, how often, on which days, how to stop."""

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from mentorhub.enrolment.queries.applicants import Standing
from mentorhub.enrolment.queries.paying import PaymentOption
from mentorhub.foundation.money import spoken
from mentorhub.payments.rules.instalments import TRIED_AT


def consent_words(option: PaymentOption, standing: Standing) -> str:
    """One paragraph in the reader's language, complete in itself: it is stored as it stands."""
    return " ".join(
        (
            _(
                "I agree to pay %(total)s in %(count)d payments: %(plan)s.",
                total=_money(option.amount_minor, option),
                count=len(option.parts),
                plan="; ".join(_dated(option)),
            ),
            _(
                "%(practice)s may take the later ones by itself from the card I pay with now, "
                "on those days from %(time)s (%(zone)s time).",
                practice=standing.program.practice.name,
                time=TRIED_AT.strftime("%H:%M"),
                zone=standing.enrolment.timezone,
            ),
            _(
                "I can stop at any time by withdrawing, or by writing to %(email)s: from then on nothing more is "
                "taken, and the seat ends. What comes back follows the programme’s terms.",
                email=standing.program.practice.email,
            ),
        )
    )


def _dated(option: PaymentOption) -> list[str]:
    first, *later = [
        (_money(part.amount_minor, option), format_date(part.due_on, "long"))
        for part in option.parts
    ]
    return [
        _("%(amount)s today, %(day)s", amount=first[0], day=first[1]),
        *(_("%(amount)s on %(day)s", amount=amount, day=day) for amount, day in later),
    ]


def _money(amount_minor: int, option: PaymentOption) -> str:
    return spoken(amount_minor, option.currency, locale=str(get_locale()))
