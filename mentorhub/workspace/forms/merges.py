"""The form that compares two people side by side: a side for each field of one value, what stays of several."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from mentorhub.web.versioned_forms import VersionedForm
from mentorhub.workspace.forms.fields import ManyField
from mentorhub.workspace.forms.words import STAGES, TIERS
from mentorhub.workspace.queries.merges import Comparison
from mentorhub.workspace.rules.details import Affiliation, PartialDate, Precision
from mentorhub.workspace.rules.doubles import (
    Chosen,
    Side,
    Standing,
    TooManyOfOne,
    both_of,
    differing,
    every,
    is_empty,
    item_key,
    proposed,
    value_of,
)

SIDES: Mapping[str, Any] = {
    "name": _l("Name"),
    "given_name": _l("First name"),
    "additional_name": _l("Middle name"),
    "family_name": _l("Family name"),
    "prefix": _l("Before the name"),
    "suffix": _l("After the name"),
    "nickname": _l("Nickname"),
    "pronunciation": _l("How it is said"),
    "headline": _l("What they do"),
    "photo": _l("Picture"),
    "birthday": _l("Birthday"),
    "occasion": _l("Where you met"),
    "met": _l("When you met"),
    "met_how": _l("How you met"),
    "met_through": _l("Who brought you together"),
    "purpose": _l("Why you would like to stay in touch"),
    "remember": _l("Worth remembering"),
    "source_note": _l("Where you have it from"),
    "stage": _l("Stage"),
    "how_often": _l("How often you would like to be in touch"),
    "snoozed_until": _l("Waiting until"),
    "is_muted": _l("Reminders"),
    "closeness": _l("How close you feel"),
}
LISTS: Mapping[str, Any] = {
    "emails": _l("Email addresses"),
    "phones": _l("Phone numbers"),
    "links": _l("On the web"),
    "affiliations": _l("Where they work or belong"),
    "addresses": _l("Postal addresses"),
    "events": _l("Days to think of them"),
    "customs": _l("Anything else"),
    "tags": _l("Tags"),
}
KEY_MAX = 11
_CHOOSE = _l("Please choose one of these.")


class MergeForm(VersionedForm):
    """`stays` are the keys of what is kept of e-mails, tags …, `shown` of all that was on the page."""

    stays = ManyField(_l("What stays"), "stays", KEY_MAX)
    shown = ManyField(_l("What was on the page"), "shown", KEY_MAX)

    @property
    def chosen(self) -> Chosen:
        """What was chosen, for the action."""
        sides = {name: Side(self[side].data) for name in SIDES if (side := f"side_{name}") in self}
        return Chosen(sides, frozenset(self.shown.data) - frozenset(self.stays.data))


for _name, _label in SIDES.items():
    setattr(
        MergeForm,
        f"side_{_name}",
        RadioField(_label, id=f"side-{_name}", validators=[InputRequired(_CHOOSE)]),
    )


def merge_form(found: Comparison, *, typed: Mapping[str, str] | None = None) -> MergeForm:
    """The form for these two, as it came or filled as proposed; with `typed`, as far as that fits, begun anew."""
    names = differing(found.mine, found.theirs)
    items = [key for kind in LISTS for key, _words in items_of(kind, found)]
    filled = {f"side_{name}": proposed(name, found.mine, found.theirs).value for name in names}
    if typed is not None:
        filled |= {name: typed[name] for name in filled if typed.get(name) in set(Side)}
    anew = {"formdata": None} if typed is not None else {}
    form = MergeForm(**filled, stays=items, shown=items, version=found.version, **anew)
    for name in SIDES:
        if name not in names:
            del form[f"side_{name}"]
        else:
            form[f"side_{name}"].choices = _offered(name, found)
    return form


def items_of(kind: str, found: Comparison) -> list[tuple[str, str]]:
    """All e-mails, tags … of both, each by its key and in words."""
    return [
        (item_key(kind, one), _ITEMS[kind](one))
        for one in every(kind, found.mine, found.theirs, same=found.same)
    ]


def why_too_many(refusal: TooManyOfOne) -> str:
    """More than one person may have, in plain words."""
    return str(
        _(
            "%(what)s: one person can have %(most)d at most. Leave some out.",
            what=LISTS[refusal.name],
            most=refusal.most,
        )
    )


def _offered(name: str, found: Comparison) -> list[tuple[str, str]]:
    sides = [
        (Side.KEPT.value, _said(name, found.mine)),
        (Side.OTHER.value, _said(name, found.theirs)),
    ]
    both = both_of(name, found.mine, found.theirs)
    return [*sides, (Side.BOTH.value, _("Both: %(words)s", words=both))] if both else sides


def _said(name: str, standing: Standing) -> str:
    """A value in words, one line or several."""
    value = value_of(name, standing)
    if name in _WORDS:
        return str(_WORDS[name](value)) if not is_empty(name, value) else _NOTHING[name]()
    return str(value) if not is_empty(name, value) else _("(empty)")


def _met(value: tuple[dt.date, Precision]) -> str:
    on, precision = value
    if precision is Precision.YEAR:
        return str(on.year)
    return str(format_date(on, "LLLL y" if precision is Precision.MONTH else "long"))


def _yearly(on: PartialDate) -> str:
    if on.year:
        return str(format_date(dt.date(on.year, on.month, on.day), "long"))
    return str(format_date(dt.date(2000, on.month, on.day), "d MMMM"))


def _how_often(value: tuple[Any, int | None]) -> str:
    tier, days = value
    own = ngettext("every %(num)s day", "every %(num)s days", days or 0)
    return f"{TIERS[tier]}; {own}" if days else str(TIERS[tier])


def _affiliation(one: Affiliation) -> str:
    since = _("since %(day)s", day=one.since) if one.since else ""
    until = _("until %(day)s", day=one.until) if one.until else ""
    parts = one.title, one.organization, one.department, since, until
    return ", ".join(filter(None, parts))


_EMPTY: Callable[[], str] = lambda: _("(empty)")  # noqa: E731 - said in the reader's language
_NOTHING: Mapping[str, Callable[[], str]] = {
    "met": _EMPTY,
    "birthday": _EMPTY,
    "closeness": lambda: _("Not said"),
    "how_often": lambda: _("No reminders"),
    "snoozed_until": lambda: _("Not waiting"),
    "is_muted": lambda: _("You are reminded"),
    "photo": lambda: _("No picture"),
}
_WORDS: Mapping[str, Callable[[Any], Any]] = {
    "met": _met,
    "birthday": _yearly,
    "closeness": lambda value: _("%(number)s of 7", number=value),
    "how_often": _how_often,
    "snoozed_until": lambda value: format_date(value, "long"),
    "is_muted": lambda _value: _("Muted"),
    "stage": lambda value: STAGES[value],
    "photo": lambda _value: _("This person’s picture"),
}
_ITEMS: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(
        ("emails", "phones", "links"),
        lambda one: f"{one.value} ({one.label})" if one.label else one.value,
    ),
    "affiliations": _affiliation,
    "addresses": lambda one: ", ".join(filter(None, [*one.lines, one.label])),
    "events": lambda one: f"{one.label}: {_yearly(one.on)}",
    "customs": lambda one: f"{one.label}: {one.value}",
    "tags": str,
}
