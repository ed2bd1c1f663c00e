"""A person with a browser that runs no scripts: follows links, fills in and sends the forms a page shows."""

import html
import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import requests


class Person:
    """One browser: `visit` an address, `send` a form of the page one is on."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.browser = requests.Session()
        self.url = home
        self.text = ""
        self.status = 0

    def visit(self, address: str) -> "Person":
        """Open an address (a path means: of this install); redirects are followed."""
        self._at(self.browser.get(urljoin(self.home, address), timeout=20))
        return self

    def send(self, action: str, **typed: str) -> "Person":
        """Fill the form whose action contains `action` and has these fields, and send it.

        `send` may name the button itself, which is no field.
        """
        forms = [one for one in _forms(self.text) if action in (one.action or self.url)]
        extension = [one for one in forms if set(typed) - {"send"} <= set(one.fields)]
        assert extension, (
            f"no form for {action!r} with {sorted(typed)} on {self.url}; "
            f"there are {[(one.action, sorted(one.fields)) for one in forms]}"
        )
        form = extension[0]
        address = urljoin(self.url, form.action)
        self._at(
            self.browser.post(
                address, data=form.fields | typed, headers={"Referer": self.url}, timeout=20
            )
        )
        return self

    @property
    def state(self) -> str:
        """The state an applicant's page shows."""
        found = re.search(r'<main[^>]*data-state="([a-z]+)"', self.text)
        assert found, f"no state on {self.url}"
        return found.group(1)

    def sees(self, words: str) -> bool:
        """Whether the page says this, tags left out."""
        plain = html.unescape(re.sub(r"<[^>]+>", "", self.text))
        return " ".join(words.split()) in " ".join(plain.split())

    def _at(self, response: requests.Response) -> None:
        self.url, self.text, self.status = response.url, response.text, response.status_code
        assert response.status_code < 400, (
            f"{response.url} answered {response.status_code}: {response.text}"
        )


class _Form:
    def __init__(self, action: str) -> None:
        self.action = action
        self.fields: dict[str, str] = {}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[_Form] = []
        self._area = ""
        self._select = ""
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(_Form(given.get("action", "")))
            self._is_open = True
        elif self._is_open:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        fields, name = self.found[-1].fields, given.get("name", "")
        if tag == "input" and name:
            if given.get("type") in {"radio", "checkbox"}:
                if "checked" in given or name not in fields:
                    fields[name] = given.get("value", "y") if "checked" in given else ""
            else:
                fields[name] = given.get("value", "")
        elif tag == "textarea":
            self._area = name
            fields[name] = ""
        elif tag == "select":
            self._select = name
            fields[name] = ""
        elif tag == "option" and self._select and ("selected" in given or not fields[self._select]):
            fields[self._select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[-1].fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_open = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""


def _forms(text: str) -> list[_Form]:
    parser = _Forms()
    parser.feed(text)
    return parser.found
