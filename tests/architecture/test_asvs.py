"""docs/asvs.md names each requirement of OWASP ASVS 5.0.0, levels 1 and 2, once, and only tests and files there are."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, modules, named

PAGE = (ROOT / "docs" / "asvs.md").read_text()
SECURITY = (ROOT / "docs" / "security.md").read_text()
# Which numbers of each section are of level 1 or 2; the rest are of level 3.
SECTIONS = """
1.1: 1-2    1.2: 1-9    1.3: 1-11   1.4: 1-3    1.5: 1-2
2.1: 1-3    2.2: 1-3    2.3: 1-4    2.4: 1
3.2: 1-2    3.3: 1-4    3.4: 1-6    3.5: 1-5    3.7: 1-2
4.1: 1-3    4.2: 1      4.3: 1-2    4.4: 1-4
5.1: 1      5.2: 1-3    5.3: 1-2    5.4: 1-3
6.1: 1-3    6.2: 1-12   6.3: 1-4    6.4: 1-4    6.5: 1-5    6.6: 1-3    6.8: 1-4
7.1: 1-3    7.2: 1-4    7.3: 1-2    7.4: 1-5    7.5: 1-2    7.6: 1-2
8.1: 1-2    8.2: 1-3    8.3: 1      8.4: 1
9.1: 1-3    9.2: 1-4
10.1: 1-2   10.2: 1-2   10.3: 1-4   10.4: 1-11  10.5: 1-5   10.6: 1-2   10.7: 1-3
11.1: 1-2   11.2: 1-3   11.3: 1-3   11.4: 1-4   11.5: 1     11.6: 1
12.1: 1-3   12.2: 1-2   12.3: 1-4
13.1: 1     13.2: 1-5   13.3: 1-2   13.4: 1-5
14.1: 1-2   14.2: 1-4   14.3: 1-3
15.1: 1-3   15.2: 1-3   15.3: 1-7
16.1: 1     16.2: 1-5   16.3: 1-4   16.4: 1-3   16.5: 1-3
17.1: 1     17.2: 1-4   17.3: 1-2
"""
COUNT = 253  # 70 of level 1, 183 of level 2
MET, NOT_MET, ABSENT = "met", "not met", "n/a"
ROW = re.compile(
    r"^\| ([0-9]+\.[0-9]+\.[0-9]+) \| ([^|]*) \| ([^|]*) \| ([^|]*) ?\|$", re.MULTILINE
)
ROWS = ROW.findall(PAGE)
TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
READ = re.compile(r"by reading `([^`]+)`")
PAGES = re.compile(r"`((?:docs/)?\w+\.md)`")


def _numbers() -> list[str]:
    found = []
    for section, first, last in re.findall(r"([0-9.]+): ([0-9]+)(?:-([0-9]+))?", SECTIONS):
        found += [f"{section}.{each}" for each in range(int(first), int(last or first) + 1)]
    return found


def test_each_requirement_stands_there_once_in_its_order() -> None:
    assert len(_numbers()) == COUNT
    assert [number for number, *_ in ROWS] == _numbers()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_a_requirement_says_how_it_stands_and_what_shows_it(row: tuple[str, ...]) -> None:
    _number, state, how, shown = row
    assert state in {MET, NOT_MET, ABSENT} and how.strip()
    named_here = TEST.findall(shown), READ.findall(shown), PAGES.findall(shown)
    assert any(named_here) or state != MET
    assert [one for one in named_here[0] if not _is_a_test(*one)] == []
    assert [one for one in [*named_here[1], *named_here[2]] if not (ROOT / one).exists()] == []
    assert len(shown.split(", ")) == sum(map(len, named_here)) or not shown.strip()


def test_both_pages_count_right() -> None:
    met, not_met, absent = (
        sum(row[1] == state for row in ROWS) for state in (MET, NOT_MET, ABSENT)
    )
    counted = f"{met} are met, {not_met} are not, {absent} do not apply."
    said = f"Of {COUNT} requirements {counted}"
    assert said in " ".join(PAGE.split()) and said in " ".join(SECURITY.split())


def test_the_rows_of_uploads_know_whether_there_are_any() -> None:
    """Who lets people send files rewrites the rows of V5 and 1.3.4: types, size, pixels, names, how they are served."""
    takes_files = [
        named(path)
        for path in modules("mentorhub")
        if re.search(r"\bFileField\b|request\.files", path.read_text())
    ]
    state = next(row[1] for row in ROWS if row[0] == "5.2.2")
    assert (state == ABSENT) == (takes_files == []), takes_files


def _is_a_test(file: str, name: str) -> bool:
    path = Path(ROOT / "tests" / file)
    return path.exists() and f"def {name}(" in path.read_text()
