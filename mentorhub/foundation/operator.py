"""What the environment says of who runs this install: who gets reports of security faults, who is legally responsible,
and the folder for files that can be made again."""

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_CONTACT = re.compile(r"(https://\S+|mailto:\S+@\S+|tel:\+?[0-9-]+)")
_ADDRESS = re.compile(r"[^@\s<>:/]+@[^@\s<>]+\.[^@\s<>]+")


@dataclass(frozen=True)
class Operator:
    """Who runs the install. All of it may be missing: then its pages say so, or are not there."""

    name: str = ""
    imprint: str = ""  # plain text: address, register, who represents it
    privacy_contact: str = ""
    security_contacts: tuple[str, ...] = ()  # URIs, the preferred one first
    security_expires_at: dt.datetime | None = None


def operator_from(environ: Mapping[str, str]) -> Operator:
    """Read and check what there is; raises `ValueError` with one line that names the variable."""

    def said(name: str) -> str:
        return environ.get(f"MENTORHUB_{name}", "").strip()

    return Operator(
        name=said("OPERATOR_NAME"),
        imprint=said("IMPRINT").replace("\\n", "\n"),
        privacy_contact=_privacy_contact(said("PRIVACY_CONTACT")),
        security_contacts=_contacts(said("SECURITY_CONTACT")),
        security_expires_at=_moment(said("SECURITY_EXPIRES")),
    )


def cache_folder_from(environ: Mapping[str, str]) -> str:
    """The folder for files that can be made again; '' for none. Raises `ValueError` for one that is not writable."""
    if named := environ.get("MENTORHUB_CACHE_FOLDER", "").strip():
        if not _may_be_written(Path(named)):
            raise ValueError("MENTORHUB_CACHE_FOLDER must be a folder that can be written to")
        return named
    if by_systemd := environ.get("CACHE_DIRECTORY", "").partition(":")[0]:
        return by_systemd
    home = environ.get("XDG_CACHE_HOME", "") or (
        f"{environ['HOME']}/.cache" if environ.get("HOME") else ""
    )
    return f"{home}/mentorhub" if home.startswith("/") else ""


def _may_be_written(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def _contacts(value: str) -> tuple[str, ...]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    contacts = tuple(f"mailto:{one}" if _ADDRESS.fullmatch(one) else one for one in parts)
    if not all(_CONTACT.fullmatch(one) for one in contacts):
        raise ValueError(
            "MENTORHUB_SECURITY_CONTACT must be an email or https: address, or several, comma-separated"
        )
    return contacts


def _privacy_contact(value: str) -> str:
    if value and not _ADDRESS.fullmatch(value):
        raise ValueError("MENTORHUB_PRIVACY_CONTACT must be an email address")
    return value


def _moment(value: str) -> dt.datetime | None:
    """A date holds to its end, in UTC."""
    if not value:
        return None
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            end = dt.time(23, 59, 59, tzinfo=dt.UTC)
            return dt.datetime.combine(dt.date.fromisoformat(value), end)
        at = dt.datetime.fromisoformat(value)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise ValueError(
            "MENTORHUB_SECURITY_EXPIRES must be a date such as 2027-06-30, or a time with its zone"
        )
    return at.astimezone(dt.UTC)
