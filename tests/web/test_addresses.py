"""A NUL in an address is answered 404, on either database, before any view could ask for it."""

import pytest
from flask import Flask, request


@pytest.fixture
def asked(app: Flask) -> list[str]:
    """What reached the view."""
    seen: list[str] = []

    def show(word: str) -> str:
        seen.append(word + request.args.get("q", ""))
        return "shown"

    app.add_url_rule("/words/<word>", endpoint="show_word", view_func=show, methods=["GET", "POST"])
    return seen


@pytest.mark.parametrize(
    "address", ["/words/%00", "/words/a%00b", "/words/a?q=%00", "/words/a?q=b%00&r=1"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_nul_reaches_no_view(app: Flask, asked: list[str], address: str, method: str) -> None:
    answer = app.test_client().open(address, method=method)
    assert answer.status_code == 404
    assert "Page not found" in answer.text
    assert asked == []


def test_what_only_looks_like_one_is_passed_on(app: Flask, asked: list[str]) -> None:
    client = app.test_client()
    for address in ("/words/%2500", "/words/a?q=%2500", "/words/0"):
        assert client.get(address).status_code == 200
    assert asked == ["%00", "a%00", "0"]
