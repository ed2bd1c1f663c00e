"""Names and titles on one line: as they are stored, compared, and set into a sentence. Pure.

They come from anybody: so they can be seen, turn no text round, and compare the same where they look the same.
"""

import unicodedata

import regex

# Invisible characters that change how their neighbours are drawn stay between such neighbours, and nowhere else: the
# joiners of Arabic, Mongolian and Indic scripts and of emoji, variants of emoji, Han, Mongolian; tags of flags.
_JOINING = (
    r"\p{scx=Arabic}\p{scx=Syriac}\p{scx=Mongolian}\p{InSC=Virama}\p{InSC=Consonant}\p{InSC=Vowel_Dependent}"
    r"\p{InSC=Nukta}\p{InSC=Bindu}\p{Extended_Pictographic}\p{Emoji_Modifier}"
)
_VARIED = r"\p{Extended_Pictographic}\p{Emoji_Modifier}0-9#*\p{Han}\p{Mongolian}"
_DRAWN = regex.compile(
    rf"(?<=[{_JOINING}]|[{_VARIED}]\uFE0F)([\u200C\u200D])[\u200C\u200D]*(?=[{_JOINING}])"
    rf"|(?<=[{_VARIED}])(\p{{Variation_Selector}})"
    r"|(?<=\U0001F3F4)([\U000E0020-\U000E007E]+\U000E007F)"
    r"|\p{Default_Ignorable_Code_Point}"
)
_JOINERS_AND_VARIANTS = r"\u200C\u200D\p{Variation_Selector}\U000E0020-\U000E007F"
_UNSEEN = regex.compile(
    rf"(?V1)[[\p{{Default_Ignorable_Code_Point}}--[{_JOINERS_AND_VARIANTS}]]"
    r"\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB]"
)
_BLANK = regex.compile(r"[\u2800\U0001D159\U00013441\U00013442]")  # symbols that draw nothing
_SEEN = regex.compile(r"[^\p{Z}\p{M}\p{Cc}\p{Cf}\p{Cs}]")
# Marks belong to a character before them, and here is none.
_LEADING_MARKS = regex.compile(r"^[\p{M}\p{Z}\p{Default_Ignorable_Code_Point}]+")
_IGNORABLE = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_BIDI_CONTROL = regex.compile(r"\p{Bidi_Control}+")
_RIGHT_TO_LEFT = regex.compile(r"(?V1)[[\p{bc=R}\p{bc=AL}]&&\p{L}]")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def clean_name(text: str | None) -> str:
    """A name or title as it is stored: NFC on one line, words a space apart, nothing in it unseen; '' where nothing is.

    Left out are control characters, those that turn the direction of text (Unicode's Bidi_Control) and those that
    are drawn as nothing (Default_Ignorable_Code_Point), but for joiners and variants where they change what is
    drawn. Blanks and marks that belong to no character are nothing by themselves. Cleaning twice changes nothing.
    """
    words = " ".join((text or "").split())
    if words.isascii() and words.isprintable():  # as most are; a rush brings thousands
        return words
    seen = _LEADING_MARKS.sub("", _UNSEEN.sub("", _BLANK.sub(" ", words)))
    drawn = _DRAWN.sub(lambda found: found[1] or found[2] or found[3] or "", seen)
    name = unicodedata.normalize("NFC", " ".join(drawn.split()))
    return name if _SEEN.search(name) else ""


def without_ignorables(text: str) -> str:
    """The text without what is drawn as nothing, joiners and variants too: to be compared, not to be shown."""
    return str(_IGNORABLE.sub("", text))


def comparable(name: str) -> str:
    """What names are compared by: without ignorables, case and variants of form (NFKC_Casefold), spaces single."""
    folded = unicodedata.normalize("NFKC", without_ignorables(name)).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def shortened(text: str, *, length_max: int) -> str:
    """The beginning of a text in which names were isolated, so many characters at most; no isolate is left open."""
    cut = text[:length_max]
    if cut.count(_FIRST_STRONG_ISOLATE) == cut.count(_POP_ISOLATE):
        return cut
    return cut[: length_max - 1] + _POP_ISOLATE


def isolated(text: str) -> str:
    """A name to be set into a sentence in plain text, such as a mail's subject, which it cannot turn round.

    One that is written from right to left stands between U+2068 and U+2069 (UAX 9: isolates), any other as it is.
    """
    plain = str(_BIDI_CONTROL.sub("", text))
    if not _RIGHT_TO_LEFT.search(plain):
        return plain
    return f"{_FIRST_STRONG_ISOLATE}{plain}{_POP_ISOLATE}"
