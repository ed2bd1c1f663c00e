"""Tracked files name no machine's path, no package registry, no secret, and nothing that only one workplace has."""

import re

from tests.architecture.tree import files, named

PLACES = re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]+)/(?!\.)")
HOSTS = [
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("crates", "io"))
]
REGISTRIES = re.compile("|".join(map(re.escape, HOSTS)) + r"|index-url\s*=", re.IGNORECASE)
LIVE_KEYS = re.compile(r"\b[sr]k_live_[A-Za-z0-9]{16,}|-----BEGIN [A-Z ]*PRIVATE KEY")
FILES = {named(path): path for path in files()}


def test_no_file_names_a_machines_path() -> None:
    assert _found(PLACES) == []


def test_no_file_names_a_package_registry() -> None:
    assert _found(REGISTRIES) == []


def test_no_file_holds_a_key() -> None:
    assert _found(LIVE_KEYS) == []


def test_planted_breaches_are_seen() -> None:
    assert PLACES.search("see /" + "root/notes")
    assert not PLACES.search("https://example.org/" + "work/is/fine")
    assert REGISTRIES.search(f"https://files.{HOSTS[1]}/x")
    assert LIVE_KEYS.search("sk_live_" + "a" * 24)


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}: {hit.group()}"
        for name, path in FILES.items()
        if (hit := pattern.search(path.read_text(errors="replace")))
    ]
