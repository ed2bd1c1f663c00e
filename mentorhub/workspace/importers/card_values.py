"""Values of vCard properties: escaped text, lists and components, photos, and lines that are kept as they came."""

import re

from mentorhub.workspace.importers.content_line import Line, from_base64

_ESCAPED = re.compile(r"\\([\\nN;,:])")
_SEPARATOR = {one: re.compile(rf"(?<!\\){one}") for one in ";,"}
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LIST = re.compile(r"(?<!\\),(?=\S)")
# How JPEG, PNG, GIF and WebP begin in base64, where a writer forgot to say that it is that.
_PICTURES = (b"/9j/", b"iVBOR", b"R0lGOD", b"UklGR")
_DATA_MAX = 300  # bytes before a picture in a `data:` URI
_DATA = re.compile(rb"data:image/[\w.+-]+(?:;[\w=-]+)*;base64,", re.IGNORECASE)


def unescaped(text: str) -> str:
    r"""\n as a line's end; \; \, \: \\ as what they stand for. 2.1 knows few of these, and its writers write all."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def components(text: str, *, of: str = ";") -> list[str]:
    """The parts between semicolons (or commas) that are not escaped, unescaped."""
    if "\\" not in text:
        return text.split(of)
    held = text.replace("\0", "").replace(
        "\\\\", "\0"
    )  # an escaped backslash escapes nothing behind it
    return [unescaped(part).replace("\0", "\\") for part in _SEPARATOR[of].split(held)]


def several(text: str) -> list[str]:
    """The values of a list: between commas, as it should be, or between semicolons, as some write."""
    return [value.strip() for value in components(text, of="," if "," in text else ";")]


def names(text: str) -> list[str]:
    """N's five parts; several names in one part ("Philip,Paul") stand a space apart."""
    parts = [*components(_LIST.sub(" ", text)), "", "", "", "", ""]
    return parts[:5]


def photo(line: Line) -> bytes | None:
    """The picture in a property; b'' if it is broken, None if the property only points at one."""
    data = line.value
    if found := _DATA.match(data, 0, _DATA_MAX):
        data = data[found.end() :]
    elif line.encoding != "B" and not data.startswith(_PICTURES):
        return None
    return from_base64(data)


def kept(line: Line, *, told: str) -> str:
    """A line that nobody here understands, for the way out: as it came, or in UTF-8 and unencoded if it was not so."""
    if line.encoding == "Q" or line.param("CHARSET"):
        text = line.text(told=told)
        params = [(key, value) for key, value in line.params if key not in {"CHARSET", "ENCODING"}]
        params = [(key, value) for key, value in params if value.upper() != "QUOTED-PRINTABLE"]
        head = "".join(f";{key}={value}" for key, value in params)
        escaped = text.replace("\r\n", "\n").replace("\n", "\\n")
        whole = f"{line.group + '.' if line.group else ''}{line.name}{head}:{escaped}"
    else:
        whole = Line(line.name, line.raw).text(told=told).replace("\n", "\\n")
    return _UNWANTED.sub("", whole)
