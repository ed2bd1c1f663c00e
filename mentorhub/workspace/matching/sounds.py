"""How a word of a name sounds, whatever the spelling: Jürgen and Juergen, Shcherbakov and Schtscherbakow. Pure."""

import re
from functools import lru_cache

# What is written differently in different languages, or by different tables for one alphabet, longest first.
_SPELLINGS = {
    **dict.fromkeys("schtsch chtch shch stsch".split(), "s"),
    **dict.fromkeys("sch sh sz zh tz ts z ss".split(), "s"),
    **{"ce": "se", "ci": "si", "cy": "si"},
    **dict.fromkeys("tsch tch ch kh cz ck c q".split(), "k"),
    **dict.fromkeys("ph pf".split(), "f"),
    **dict.fromkeys("th dt tt".split(), "t"),
    "dts": "ds",
    **dict.fromkeys("ou oy ue oo".split(), "u"),
    **dict.fromkeys("ae aa".split(), "a"),
    "oe": "o",
    **dict.fromkeys("ei ey ej ay ai aj".split(), "ai"),
    **dict.fromkeys("iy yy ij ii yi ie y j".split(), "i"),
    "w": "v",
    "x": "ks",
}
_SPELLING = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_TWICE = re.compile(r"(.)\1+")
_SILENT = re.compile(r"(?<=.)h")


@lru_cache(8192)
def sound(word: str) -> str:
    """A word in lower-case Latin letters, as it sounds in some language; meant for comparing, not for reading."""
    plain = _SPELLING.sub(lambda found: _SPELLINGS[found[0]], word)
    plain = _TWICE.sub(r"\1", _SPELLING.sub(lambda found: _SPELLINGS[found[0]], plain))
    return re.sub("f$", "v", _SILENT.sub("", plain)) or word
