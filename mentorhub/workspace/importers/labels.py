"""What an email, phone, link or address is labelled: the words of all formats for one thing, as one word of ours."""

import re
from collections.abc import Iterable
from functools import lru_cache

from mentorhub.workspace.importers import cleaning

LABEL_MAX = 60  # characters
HOME, WORK, MOBILE, FAX, PAGER, MAIN, OTHER = "home work mobile fax pager main other".split()
_APPLE = re.compile(r"_\$!<(.*?)>!\$_")
# vCard's types, Apple's and Google's labels; what says nothing ('') is left out.
_WORDS = {
    **dict.fromkeys(
        "pref internet voice msg x400 smtp text video bbs modem pcs uri dom intl parcel postal".split(),
        "",
    ),
    **dict.fromkeys("home personal private dwelling".split(), HOME),
    **dict.fromkeys("work business office company".split(), WORK),
    **dict.fromkeys("cell mobile handy cellular iphone".split(), MOBILE),
    **dict.fromkeys(("fax", "facsimile"), FAX),
    **dict.fromkeys(("pager", "beeper"), PAGER),
    **dict.fromkeys(("main", "primary"), MAIN),
    "other": OTHER,
    "homepage": "website",
    "home page": "website",
    "homefax": "home fax",
    "workfax": "work fax",
    "otherfax": "other fax",
    "anniversary": "anniversary",
    "car": "car",
    "school": "school",
    "spouse": "spouse",
}


def of_types(types: Iterable[str]) -> str:
    """The label that vCard's TYPEs make together: "cell,voice,work" is "work mobile"."""
    words = list(dict.fromkeys(_word(one) for one in types))
    places = [word for word in words if word in {HOME, WORK, OTHER}]
    others = [word for word in words if word and word not in places]
    return " ".join([*places, *others])[:LABEL_MAX]


def own(text: str) -> str:
    """A label in words, such as Apple's `_$!<Mobile>!$_` and Google's `* Work`; its owner's own stay as they are."""
    return _own(text[: 4 * LABEL_MAX])


@lru_cache(1024)
def _own(text: str) -> str:
    found = _APPLE.fullmatch(text.strip())
    plain = cleaning.one_line(found[1] if found else text).lstrip("* ")[:LABEL_MAX]
    folded = plain.casefold()
    if folded in _WORDS:
        return _WORDS[folded]
    if all(word in _WORDS for word in folded.split()):
        return " ".join(filter(None, map(_word, folded.split())))
    return folded if found else plain


def _word(text: str) -> str:
    word = text.strip().casefold()
    return _WORDS.get(word, word.removeprefix("x-"))
