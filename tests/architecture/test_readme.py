"""The README promises only what there is: paths, commands, functions, settings."""

import re
from pathlib import Path

import pytest

from mentorhub.cli.main import COMMANDS
from tests.architecture.tree import PACKAGE, PACKAGES, ROOT
from tests.architecture.words import functions_of

README = (ROOT / "README.md").read_text()
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = "mentorhub|docs|templates|migrations|tests|deploy|benchmarks"


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_path_named_exists(page: Path) -> None:
    named = set(re.findall(rf"`((?:{FOLDERS})/[\w./-]+)`", page.read_text()))
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_make_command_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"(?:^    |`)make ([a-z-]+)", README, re.MULTILINE))
    assert len(named) >= 3
    assert {name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)} == set()


def test_every_mentorhub_command_exists() -> None:
    named = set(re.findall(r"^    mentorhub ([a-z-]+)", README, re.MULTILINE))
    assert len(named) >= 4
    assert named <= set(COMMANDS)


def test_every_function_of_a_journey_exists() -> None:
    journeys = set(re.findall(rf"`({'|'.join(PACKAGES)})\.(\w+)\.(\w+)`", README))
    assert len(journeys) >= 20
    missing = {step for step in journeys if step[2] not in functions_of(step[0], step[1])}
    assert missing == set()


def test_every_package_is_drawn() -> None:
    assert {package for package in PACKAGES if f"│ {package} " not in README} == set()


def test_every_setting_is_in_the_table() -> None:
    source = (PACKAGE / "foundation" / "config.py").read_text()
    settings = set(re.findall(r'"((?:MENTORHUB|STRIPE)_[A-Z_]+)"', source))
    assert len(settings) >= 7
    assert {name for name in settings if f"| `{name}` |" not in README} == set()
