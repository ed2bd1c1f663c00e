"""What is written, folded so that it can be found: without case and accents. Pure."""

import unicodedata

from mentorhub.foundation.names import clean_name, without_ignorables

_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
NAME_KEY_MAX = 200


def folded(*texts: str) -> str:
    """Casefolded, accents dropped, spaces single: "Łukasz  WIŚNIEWSKI" is found by "lukasz wis"."""
    # Taken apart before, too: fancy capitals (𝗔𝗻𝗻𝗮) have a case only then.
    apart = unicodedata.normalize("NFKD", " ".join(texts))
    joined = unicodedata.normalize("NFKD", apart.casefold())
    plain = "".join(char for char in joined if not unicodedata.combining(char))
    return " ".join(plain.translate(_PLAIN).split())


def name_key(name: str) -> str:
    """What names are ordered and occasions compared by."""
    return folded(without_ignorables(name))[:NAME_KEY_MAX]


def names_in(text: str, *, length_max: int = 200) -> list[str]:
    """One name a line, each once, empty lines dropped, overlong ones cut."""
    found = (clean_name(clean_name(line)[:length_max]) for line in text.splitlines())
    return list(dict.fromkeys(name for name in found if name))
