"""In which characters a file is written: told by its bytes, by its owner, or by a property's CHARSET.

Only codecs that turn bytes into text and take time in proportion: Python's "punycode" does not, "idna" is no charset.
"""

import codecs
from encodings.aliases import aliases
from functools import cache, lru_cache

UTF8, LEGACY = "utf-8", "windows-1252"
# The older ones that address books write, by the names that their owners know them by (WHATWG Encoding Standard).
LEGACY_NAMES = (
    "windows-1252 windows-1250 windows-1251 windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 "
    "windows-1258 windows-874 iso-8859-1 iso-8859-2 iso-8859-5 iso-8859-7 iso-8859-8 iso-8859-9 iso-8859-15 koi8-r "
    "koi8-u macintosh ibm437 ibm850 shift_jis euc-jp iso-2022-jp gb18030 gbk gb2312 big5 euc-kr"
).split()
NAMES = (UTF8, "utf-16le", "utf-16be", *LEGACY_NAMES)
# Where Python's codec of that name is another, or a narrower one.
_CODECS = {
    **{name: name for name in NAMES},
    **{"windows-874": "cp874", "shift_jis": "cp932", "euc-kr": "cp949", "macintosh": "mac_roman"},
    **{"iso-8859-1": "cp1252", "gbk": "gb18030", "gb2312": "gb18030", "big5": "big5hkscs"},
}
_BOMS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
_SEEN_BYTES = 4096
_CHUNK = 1 << 20


@lru_cache(256)
def known(label: str) -> str:
    """The name of a charset, however its label is spelt ("UTF8", "ISO_8859-1"); '' for what is none we read."""
    plain = label.strip().strip("\"'").casefold()
    if plain in _CODECS:
        return plain
    # Python's table of names, not `codecs.lookup`, which remembers for ever each name it was asked for.
    spelt = "_".join(plain.replace("-", " ").replace("_", " ").split())
    codec = aliases.get(spelt, spelt)
    return UTF8 if codec == "ascii" else _by_codec().get(codec, "")


def in_utf8(data: bytes, *, told: str = "") -> tuple[bytes, str]:
    """The bytes in an encoding whose first 128 characters are ASCII's, without a mark, and the encoding they were in.

    That of UTF-16 and 32 is told by their mark or, without one, by where the zeros stand; the rest stays as it is,
    with '' for "to be found out" (`text`). `told`, one of `NAMES`, is taken at its word.
    """
    for mark, name in _BOMS:
        if data.startswith(mark) and told in {"", name}:
            body = data[len(mark) :]
            return (body, UTF8) if name == UTF8 else (_again(body, name), name)
    wide = told or _wide(data[:_SEEN_BYTES])
    return (_again(data, wide), wide) if wide.startswith("utf-16") else (data, "")


def encoding_of(data: bytes) -> str:
    """UTF-8 if that is what the bytes are, else what Windows wrote before it."""
    decoder = codecs.getincrementaldecoder(UTF8)()
    try:
        for at in range(0, len(data), _CHUNK):  # as one text it may take four times the file
            decoder.decode(data[at : at + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return LEGACY
    return UTF8


def text(value: bytes, *, encoding: str = "", fallback: str = LEGACY) -> str:
    """A piece of a file as text, by `encoding` if that is known of it, else as UTF-8, else by `fallback`.

    So that a file put together of pieces in different encodings is read piece by piece. Never raises.
    """
    if value.isascii() and encoding not in {"iso-2022-jp"}:
        return value.decode("ascii")
    for name in (encoding, UTF8):
        if not name:
            continue
        try:
            return value.decode(_CODECS[name])
        except UnicodeDecodeError:
            continue
    return value.decode(_CODECS[fallback], "replace")


def with_line_feeds(data: bytes) -> bytes:
    """Lines that end in a carriage return alone (old Macintosh) end in a line feed."""
    if data.count(b"\r") == data.count(b"\r\n"):
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


@cache
def _by_codec() -> dict[str, str]:
    """Our name for each codec of Python's table."""
    found: dict[str, str] = {}
    for name, codec in _CODECS.items():
        for spelling in (name, codec):
            spelt = spelling.replace("-", "_")
            found.setdefault(aliases.get(spelt, spelt), name)
    return found


def _again(data: bytes, name: str) -> bytes:
    decoder = codecs.getincrementaldecoder(name)("replace")
    chunks = (decoder.decode(data[at : at + _CHUNK]) for at in range(0, len(data), _CHUNK))
    again = b"".join(chunk.encode(UTF8, "replace") for chunk in chunks)
    return again.removeprefix(codecs.BOM_UTF8)


def _wide(beginning: bytes) -> str:
    """UTF-16 without its mark: in a text of mostly Latin characters every second byte is zero."""
    half = len(beginning) // 2
    if half < 4:
        return ""
    even, odd = beginning[0::2].count(0), beginning[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16le"
    return "utf-16be" if even > half * 0.4 and odd < half * 0.1 else ""
