"""Follow-ups and promises through the pages' own buttons."""

import datetime as dt
import re
from typing import Any

import pytest

from mentorhub.foundation import clock
from mentorhub.web import filters
from tests.workspace.rooms import Room, plain


def test_create_follow_up_is_kept_for_its_day(room: Room) -> None:
    response = room.post(f"{room.url}/follow-ups", due_on=room.day(3), reason="Ask about Ema")
    assert (response.status_code, response.location) == (303, room.url)
    (follow_up,) = room.page().follow_ups
    assert (follow_up.due_on, follow_up.reason) == (room.day(3), "Ask about Ema")
    assert "Ask about Ema" in room.client.get(room.url).text
    assert "In the next days" in room.client.get("/today").text


@pytest.mark.parametrize(
    ("action", "first", "second"),
    [
        ("follow-ups", {"reason": "Ask about Ema"}, {"reason": "Ask about the roof"}),
        ("promises", {"what": "Send the paper"}, {"what": "Send the plans"}),
    ],
)
def test_create_with_a_used_form_and_other_words_keeps_both(
    room: Room, action: str, first: dict[str, str], second: dict[str, str]
) -> None:
    sent: dict[str, Any] = {"key": "abcdefghijklmnopqrstuv", "due_on": room.day(3)}
    for _press in range(2):
        assert room.post(f"{room.url}/{action}", **sent, **first).location == room.url
    refused = room.post(f"{room.url}/{action}", **sent, **second)
    assert refused.status_code == 422
    assert "This form was saved before, with other words" in refused.text
    (words,) = second.values()
    assert f'value="{words}"' in refused.text
    key = re.findall(r'name="key" value="([^"]+)"', refused.text)
    again = [
        room.post(f"{room.url}/{action}", **sent | {"key": fresh}, **second).status_code
        for fresh in key[:1]
    ]
    assert again == [303]
    page = room.page()
    kept = {found.reason for found in page.follow_ups} | {made.what for made in page.promises}
    assert kept == {*first.values(), *second.values()}


def test_create_follow_up_from_today_goes_back_to_today(room: Room) -> None:
    response = room.post(f"{room.url}/follow-ups", page="/today", due_on=room.day(7), back="today")
    assert response.location == "/today"
    assert room.today().reach == []


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        ("2001-01-01", "This day has passed."),
        ("2999-01-01", "That is more than ten years from now."),
        ("", "Please give the day as a date, such as 2026-05-07."),
        ("soon", "Please give the day as a date, such as 2026-05-07."),
    ],
)
def test_create_follow_up_keeps_what_was_typed(room: Room, due_on: str, words: str) -> None:
    response = room.post(f"{room.url}/follow-ups", due_on=due_on, reason="Ask about Ema")
    assert response.status_code == 422
    assert words in response.text
    assert 'value="Ask about Ema"' in response.text
    assert list(room.page().follow_ups) == []


def test_complete_follow_up_from_today_and_from_the_person(room: Room) -> None:
    url = f"/follow-ups/{room.planned()}/completion"
    assert room.post(url, page="/today", back="today").location == "/today"
    assert room.post(url).location == room.url
    assert list(room.page().follow_ups) == []


def test_move_follow_up_puts_it_off(room: Room) -> None:
    url = f"/follow-ups/{room.planned()}/postponement"
    response = room.post(url, page="/today", back="today", due_on=room.day(1))
    assert response.location == "/today"
    (moved,) = room.page().follow_ups
    assert (moved.due_on, moved.reason) == (room.day(1), "Ask about the roof")


@pytest.mark.parametrize(("due_in", "expected"), [(65, 72), (7, 14), (0, 7)])
def test_move_follow_up_offers_a_week_after_its_own_day(
    room: Room, due_in: int, expected: int
) -> None:
    room.post(f"{room.url}/follow-ups", due_on=room.day(due_in))
    page = room.client.get(room.url).text
    days = re.findall(r'postponement.*?name="due_on" value="([^"]+)"', page, re.DOTALL)
    assert days == [room.day(expected).isoformat()]
    follow_up_id = room.page().follow_ups[0].public_id
    room.post(f"/follow-ups/{follow_up_id}/postponement", due_on=days[0])
    said = plain(room.client.get(room.url).text)
    with room.app.test_request_context():
        assert f"Moved to {filters.day(room.day(expected))}." in said


def test_move_follow_up_offers_a_week_from_today_where_its_day_has_passed(room: Room) -> None:
    room.planned()
    with clock.moved(dt.timedelta(days=30)):
        page = room.client.get(room.url).text
    days = re.findall(r'postponement.*?name="due_on" value="([^"]+)"', page, re.DOTALL)
    assert days == [room.day(37).isoformat()]


def test_move_follow_up_to_its_own_day_says_that_nothing_was_changed(room: Room) -> None:
    url = f"/follow-ups/{room.planned()}/postponement"
    assert room.post(url, due_on=room.day()).status_code == 303
    assert "It is set for that day already." in room.client.get("/today").text
    assert [found.due_on for found in room.page().follow_ups] == [room.day()]


def test_move_follow_up_again_to_another_day_says_that_nothing_was_changed(room: Room) -> None:
    url = f"/follow-ups/{room.planned()}/postponement"
    for days in (3, 3, 4):
        room.post(url, due_on=room.day(days))
    assert "That was settled before. Nothing was changed." in room.client.get("/today").text
    assert [found.due_on for found in room.page().follow_ups] == [room.day(3)]


def test_move_follow_up_to_a_day_that_is_none_changes_nothing(room: Room) -> None:
    url = f"/follow-ups/{room.planned()}/postponement"
    assert room.post(url, due_on="2001-01-01").location == "/today"
    assert "This day has passed." in room.client.get("/today").text
    assert room.page().follow_ups[0].due_on == room.day()


def test_drop_follow_up_lets_it_go(room: Room) -> None:
    room.post(f"/follow-ups/{room.planned()}/dismissal")
    assert list(room.page().follow_ups) == []


def test_what_was_settled_before_stays_as_it_is(room: Room) -> None:
    follow_up = room.planned()
    room.post(f"/follow-ups/{follow_up}/dismissal")
    response = room.post(f"/follow-ups/{follow_up}/completion")
    assert response.location == "/today"
    assert "That was settled before. Nothing was changed." in room.client.get("/today").text


def test_create_promise_stands_on_today_until_it_is_kept(room: Room) -> None:
    room.post(f"{room.url}/promises", what="Send the paper", by=room.day(1))
    assert "Send the paper" in room.client.get("/today").text
    (promise,) = room.page().promises
    url = f"/promises/{promise.public_id}/fulfilment"
    assert room.post(url, page="/today", back="today").location == "/today"
    assert "Send the paper" not in room.client.get("/today").text


def test_create_promise_may_have_no_day_but_not_no_words(room: Room) -> None:
    room.post(f"{room.url}/promises", what="Send the paper", by="")
    assert room.page().promises[0].due_on is None
    response = room.post(f"{room.url}/promises", what=" ", by=room.day(1))
    assert response.status_code == 422
    assert "Please write what it is." in response.text
    assert room.post(f"{room.url}/promises", what="Late", by="2001-01-01").status_code == 422
    assert len(room.page().promises) == 1


def test_release_promise_lets_it_go(room: Room) -> None:
    room.post(f"/promises/{room.promised()}/release")
    assert list(room.page().promises) == []
