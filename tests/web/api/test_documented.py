"""Each command of `docs/api.md` does what the page says, one after the other."""

import re
import shlex
from io import BytesIO
from string import Template
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.architecture.tree import ROOT
from tests.support import api
from tests.support.api import Program

LINE = re.compile(r"^    (curl .*?) +# (\d{3})(?: ([A-Z]+))?$", re.MULTILINE)
CONTACTS = b"First Name,Last Name,Email Address\nBo,Lind,bo@example.org\n"


def test_every_command_of_the_page_is_answered_as_it_says(app: Flask) -> None:
    amara = api.program(app)
    known = {"TOKEN": amara.token, "URL": "http://localhost"}
    commands = LINE.findall((ROOT / "docs" / "api.md").read_text())
    assert len(commands) == 14
    for command, status, name in commands:
        answer = _run(amara, shlex.split(Template(command).substitute(known)))
        assert answer.status_code == int(status), (command, answer.text)
        if name:
            known[name] = answer.get_json()["id"]


def _run(amara: Program, words: list[str]) -> TestResponse:
    """What curl sends for these words."""
    method, headers = "GET", dict[str, str]()
    given: dict[str, Any] = {}
    for option, value in zip(words[1:-1:2], words[2::2], strict=False):
        if option == "-H":
            name, _, said = value.partition(": ")
            headers[name] = said
        elif option == "-X":
            method = value
        elif option == "-d":
            method, given["data"] = "POST" if method == "GET" else method, value
        else:
            assert (option, value) == ("-F", "file=@contacts.csv")
            method, given["data"] = "POST", {"file": (BytesIO(CONTACTS), "contacts.csv")}
    client = amara.app.test_client(use_cookies=False)
    path = words[-1].removeprefix("http://localhost")
    return client.open(path, method=method, headers=headers, buffered=True, **given)
