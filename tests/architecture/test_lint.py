"""What ruff checks for us, it does check in the product: each kind of breach, planted, is seen."""

import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT

BREACHES = {
    "import datetime as dt\nAT = dt.datetime.now(dt.UTC)": "TID251",
    "import time\nAT = time.time()": "TID251",
    "import datetime as dt\nON = dt.date.today()": "DTZ011",
    "import datetime as dt\nAT = dt.datetime.utcnow()": "DTZ003",
    "from urllib import request": "TID251",
    "from http.client import HTTPConnection": "TID251",
    "import socket": "TID251",
    "import subprocess": "TID251",
    "import pickle": "TID251",
    "from xml.etree import ElementTree": "TID251",
    "X = eval('1')": "S307",
    "exec('1')": "S102",
    "def f() -> None:\n    import os": "PLC0415",
    "from .models import User": "TID252",
    "# TODO: later": "FIX002",
    "# x = 1": "ERA001",
    "print('x')": "T201",
    "def public() -> None:\n    pass": "D103",
    "class Public:\n    pass": "D101",
}


def seen(source: str, *, path: str = "mentorhub/accounts/planted.py") -> str:
    """What ruff says of a module with this text at this path, by the project's own settings."""
    command = [sys.executable, "-m", "ruff", "check", "--stdin-filename", path, "-"]
    return subprocess.run(
        command, input=source, text=True, cwd=ROOT, capture_output=True, check=False
    ).stdout


@pytest.mark.parametrize(("source", "rule"), BREACHES.items())
def test_a_breach_in_the_product_is_seen(source: str, rule: str) -> None:
    assert f"{rule} " in seen(f'"""A module."""\n\n{source}\n')


def test_a_module_without_a_docstring_is_seen() -> None:
    assert "D100 " in seen("X = 1\n")
    assert "D104 " in seen("X = 1\n", path="mentorhub/accounts/__init__.py")


def test_the_breaches_are_seen_for_what_they_are() -> None:
    fine = '"""A module."""\n\nimport datetime as dt\n\nAT = dt.datetime.fromtimestamp(1, dt.UTC)\n'
    assert seen(fine).strip() == "All checks passed!"
