"""One content line of a vCard or LDIF file: its parts as bytes, and the value decoded when it is asked for."""

import binascii
from dataclasses import dataclass, field

from mentorhub.workspace.importers import charsets


@dataclass(slots=True)
class Line:
    """One content line, unfolded: its group, name (upper case), parameters and undecoded value; `raw` is all of it."""

    name: str
    value: bytes
    raw: bytes = b""
    group: str = ""
    params: list[tuple[str, str]] = field(default_factory=list)

    def param(self, name: str) -> str:
        """The first value of a parameter, '' if it is not there."""
        return next((value for key, value in self.params if key == name), "")

    @property
    def types(self) -> list[str]:
        """Values of TYPE; those of 2.1 that stand without a name ("TEL;HOME") too."""
        return [one for key, value in self.params if key == "TYPE" for one in value.split(",")]

    @property
    def encoding(self) -> str:
        """ "B" for base64, "Q" for quoted-printable, else ''."""
        for key, value in self.params:
            word = value.upper()
            if key in {"ENCODING", "TYPE"} and word in {"B", "BASE64", "QUOTED-PRINTABLE", "Q"}:
                return word[0]
        return ""

    def data(self) -> bytes:
        """The value without its encoding; b'' where base64 is broken beyond reading."""
        encoding = self.encoding
        if encoding == "Q":
            return binascii.a2b_qp(self.value)
        return from_base64(self.value) if encoding == "B" else self.value

    def text(self, *, told: str = "") -> str:
        """The value as text, by its own CHARSET, else `told` (a name of `charsets`), else by what its bytes are."""
        own = charsets.known(self.param("CHARSET")) if self.params else ""
        return charsets.text(self.data(), encoding=own or told)


def from_base64(value: bytes) -> bytes:
    """What is in it; characters that are none of its alphabet are skipped, missing padding is no harm."""
    try:
        return binascii.a2b_base64(value + b"==")
    except binascii.Error:
        return b""
