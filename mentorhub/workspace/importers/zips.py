"""LinkedIn's ZIP: its Connections.csv and nothing else is unpacked, within bounds that are counted, not declared."""

import zipfile
import zlib
from io import BytesIO

from mentorhub.workspace.importers import kinds
from mentorhub.workspace.importers.records import (
    NoConnections,
    NotContacts,
    TooManyMembers,
    ZipBroken,
    ZipEncrypted,
    ZipTooBig,
)

UNPACKED_MAX = 200_000_000  # bytes
MEMBERS_MAX = 100
_ENTRY = b"PK\x01\x02"  # begins each line of its list of members
_WANTED = "connections.csv"
_CHUNK = 1 << 16


def connections(data: bytes) -> bytes:
    """The bytes of Connections.csv, in whatever folder and case; of several, the newest, then the biggest.

    Raises `ZipBroken`, `TooManyMembers`, `NotContacts` (a spreadsheet is a ZIP), `NoConnections`, `ZipEncrypted`,
    `ZipTooBig`.
    """
    if (
        data.count(_ENTRY) > 10 * MEMBERS_MAX
    ):  # of which each would be read; a few may stand in what is packed
        raise TooManyMembers(MEMBERS_MAX)
    try:
        with zipfile.ZipFile(BytesIO(data)) as opened:
            return _unpacked(opened, _chosen(opened.infolist()))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError) as error:
        raise ZipBroken from error


def _chosen(members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    if len(members) > MEMBERS_MAX:
        raise TooManyMembers(MEMBERS_MAX)
    found = [one for one in members if _name(one) == _WANTED]
    if not found:
        if kind := kinds.of_zip(
            "\n".join(one.filename for one in members).encode("utf-8", "replace")
        ):
            raise NotContacts(kind)
        raise NoConnections
    chosen = max(found, key=lambda one: (one.date_time, one.file_size))
    if chosen.flag_bits & 1:
        raise ZipEncrypted
    return chosen


def _name(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/").rpartition("/")[2].casefold()


def _unpacked(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    whole = BytesIO()
    with opened.open(member) as unpacking:
        while chunk := unpacking.read(_CHUNK):
            whole.write(chunk)
            if whole.tell() > UNPACKED_MAX:
                raise ZipTooBig(UNPACKED_MAX)
    return whole.getvalue()
