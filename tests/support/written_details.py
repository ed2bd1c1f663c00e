"""Hypothesis strategies: whatever an owner may have written about somebody, as the notebook's forms leave it."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from mentorhub.foundation.names import clean_name
from mentorhub.workspace.importers.cleaning import several_lines
from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    Details,
    Labelled,
    PartialDate,
    Precision,
)
from mentorhub.workspace.rules.rhythm import Tier

_SIGNS = st.sampled_from(
    [*"\\;,:\"^=\n\t '+-@&<>|[]", "\\n", "^n", "é", "文", "🎉", "BEGIN:VCARD", "TEL:", "ß"]
)
_TEXTS = st.lists(st.one_of(_SIGNS, st.text(max_size=12)), max_size=30).map("".join)


def line(length: int) -> st.SearchStrategy[str]:
    """One line, or nothing."""
    return _TEXTS.map(lambda text: clean_name(clean_name(text)[:length]))


def some(length: int) -> st.SearchStrategy[str]:
    """One line that says something."""
    return line(length).filter(bool)


def _several(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(one, max_size=3, unique=True).map(tuple)


_LABELS = st.one_of(
    line(100),
    st.sampled_from(
        ["", "home", "work", "Work", "work mobile", "mobile work", "fax", "main", "* X", "pref"]
    ),
)
_EMAILS = st.builds(
    Labelled,
    st.integers(0, 99).map(lambda number: f"o'neil.{number}+x@mail{number}.example"),
    _LABELS,
)
_PHONES = st.builds(
    Labelled, st.integers(100, 10**9).map(lambda number: f"+49 {number} ext. 7; #"), _LABELS
)
_LINKS = st.builds(
    Labelled,
    some(60).map(lambda text: f"https://site.example/{'-'.join(text.split())}").map(clean_name),
    _LABELS,
)
_YEARS = st.one_of(st.none(), st.integers(1700, 2100))
_DAYS = st.builds(PartialDate, st.integers(1, 12), st.integers(1, 28), _YEARS)
_PLACES = st.builds(
    Address,
    *(_LABELS, line(500), line(500), line(100), line(200), line(200), line(40), line(100)),
    _TEXTS.map(lambda text: several_lines(text)[:500].strip()),
).filter(
    lambda one: (
        any(part for name, part in vars(one).items() if name != "label")
        and one.street != one.formatted
    )
)
_DATES = st.sampled_from(["", "1999", "2004-02", "2020-02-29"])
_JOBS = st.builds(Affiliation, some(300), line(300), line(300), _DATES, _DATES)
_MET = st.one_of(
    st.just((None, Precision.DAY)),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(lambda on: (on, Precision.DAY)),
    st.integers(1900, 2100).map(lambda year: (dt.date(year, 11, 1), Precision.MONTH)),
    st.integers(1900, 2100).map(lambda year: (dt.date(year, 1, 1), Precision.YEAR)),
)


@st.composite
def written_details(draw: st.DrawFn) -> Details:
    """All that may be written about somebody but for the owner's own rhythm and judgement, which no card holds."""
    met_on, met_precision = draw(_MET)
    plain: dict[str, Any] = {
        **dict.fromkeys(("given_name", "additional_name", "family_name", "nickname"), line(200)),
        **dict.fromkeys(("pronunciation", "headline", "occasion", "met_through"), line(200)),
        **{"prefix": line(100), "suffix": line(100), "met_how": line(500), "purpose": line(500)},
        "source_note": line(300),
    }
    return Details(
        name=draw(some(200)),
        **{name: draw(text) for name, text in plain.items()},
        affiliations=draw(_several(_JOBS)),
        emails=draw(st.lists(_EMAILS, max_size=3, unique_by=lambda one: one.value).map(tuple)),
        phones=draw(st.lists(_PHONES, max_size=3, unique_by=lambda one: one.value).map(tuple)),
        links=draw(
            st.lists(
                _LINKS, max_size=3, unique_by=lambda one: one.value.casefold().rstrip("/")
            ).map(tuple)
        ),
        addresses=draw(_several(_PLACES)),
        birthday=draw(st.one_of(st.none(), _DAYS)),
        events=draw(
            _several(st.builds(DatedEvent, st.one_of(some(100), st.just("anniversary")), _DAYS))
        ),
        customs=draw(_several(st.builds(Custom, some(100), some(500)))),
        met_on=met_on,
        met_precision=met_precision,
        remember=draw(_TEXTS.map(several_lines)),
        tier=Tier.OFF,
    )
