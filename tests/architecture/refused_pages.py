"""What a page says of a form that was refused, read from its HTML."""

from collections import Counter
from html.parser import HTMLParser


class RefusedPage(HTMLParser):
    """What a refused page holds, as far as it is asked about here."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title, self.summaries, self.focused, self.items, self.invalid = "", 0, 0, 0, False
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.described: set[str] = set()
        self._open: list[str] = []
        self._in_summary = 0
        self.feed(text)

    @property
    def in_order(self) -> list[str]:
        """The links as their fields stand on the page."""
        places = list(self.ids)
        return sorted(self.links, key=lambda one: places.index(one) if one in places else -1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._open.append(tag)
        self.ids.update(filter(None, [given.get("id")]))
        self.focused += "autofocus" in given
        self.described |= set(given.get("aria-describedby", "").split())
        self.invalid |= given.get("aria-invalid") == "true"
        if "errors" in given.get("class", "").split():
            self.summaries += given.get("tabindex") == "-1"
            self._in_summary = 1
        elif self._in_summary and tag == "div":
            self._in_summary += 1
        if self._in_summary and tag == "li":
            self.items += 1
        if self._in_summary and tag == "a":
            self.links.append(given["href"].removeprefix("#"))

    def handle_endtag(self, tag: str) -> None:
        if self._in_summary and tag == "div":
            self._in_summary -= 1

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and not self.title:
            self.title = data
