"""What the environment says of who runs the install, and where what can be made anew may lie."""

import datetime as dt
from pathlib import Path

import pytest

from mentorhub.foundation.operator import Operator, cache_folder_from, operator_from


def test_all_of_it_may_be_missing() -> None:
    assert operator_from({}) == Operator()


def test_what_is_said_is_read() -> None:
    told = {
        "MENTORHUB_OPERATOR_NAME": " Lie & Lie AS ",
        "MENTORHUB_IMPRINT": "Storgata 1\\n0155 Oslo",
        "MENTORHUB_PRIVACY_CONTACT": "privacy@example.org",
        "MENTORHUB_SECURITY_CONTACT": "safe@example.org, https://example.org/report",
        "MENTORHUB_SECURITY_EXPIRES": "2027-06-30",
    }
    assert operator_from(told) == Operator(
        name="Lie & Lie AS",
        imprint="Storgata 1\n0155 Oslo",
        privacy_contact="privacy@example.org",
        security_contacts=("mailto:safe@example.org", "https://example.org/report"),
        security_expires_at=dt.datetime(2027, 6, 30, 23, 59, 59, tzinfo=dt.UTC),
    )


def test_a_moment_is_told_in_utc() -> None:
    told = operator_from({"MENTORHUB_SECURITY_EXPIRES": "2027-06-30T12:00:00+02:00"})
    assert told.security_expires_at == dt.datetime(2027, 6, 30, 10, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECURITY_CONTACT", "nobody"),
        ("SECURITY_CONTACT", "http://example.org/report"),
        ("SECURITY_CONTACT", "safe@example.org, x"),
        ("SECURITY_CONTACT", "safe@example.org\nExpires: never@x.y"),
        ("SECURITY_EXPIRES", "next year"),
        ("SECURITY_EXPIRES", "2027-06-31"),
        ("SECURITY_EXPIRES", "2027-06-30T12:00:00"),
        ("PRIVACY_CONTACT", "nobody"),
    ],
)
def test_what_is_malformed_is_named_in_one_line(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"MENTORHUB_{name} must be") as caught:
        operator_from({f"MENTORHUB_{name}": value})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"CACHE_DIRECTORY": "/var/cache/mentorhub:/x", "HOME": "/root"}, "/var/cache/mentorhub"),
        ({"XDG_CACHE_HOME": "/c", "HOME": "/root"}, "/c/mentorhub"),
        ({"HOME": "/home/ada"}, "/home/ada/.cache/mentorhub"),
        ({"XDG_CACHE_HOME": "relative"}, ""),
        ({}, ""),
    ],
)
def test_a_folder_is_the_services_else_the_users_else_none(
    environ: dict[str, str], folder: str
) -> None:
    assert cache_folder_from(environ) == folder


def test_a_named_folder_is_made_or_refused(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert cache_folder_from({"MENTORHUB_CACHE_FOLDER": str(folder)}) == str(folder)
    assert folder.is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match="MENTORHUB_CACHE_FOLDER must be"):
        cache_folder_from({"MENTORHUB_CACHE_FOLDER": str(tmp_path / "file" / "x")})
