"""Every page and button of the notebook: closed to strangers, to the signed-out, and to forms without a token."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.web.public import PUBLIC
from mentorhub.workspace.actions.photos import put_photo
from mentorhub.workspace.actions.searches import save_search
from mentorhub.workspace.models.search import SavedSearch
from mentorhub.workspace.queries.persons import PersonPage
from tests.support import factories, importing, notebooks, pictures, rhythms
from tests.support.forms import token_on
from tests.support.notebook_browsers import NotebookBrowser

GETS = [
    "/people/doubles",
    *("/today", "/people", "/people/new", "/workspace", "/sharing", "/sharing/log", "/tags"),
    *(
        "/rhythm",
        "/notebook",
        "/notebook/calendar",
        "/bin",
        "/conversations",
        "/conversations/new",
        "/imports",
    ),
    *("/people.vcf", "/people.csv", "/searches"),
]
POSTS = [
    *("/people", "/people/names", "/people/tags", "/people/tags/removal", "/conversations"),
    *("/people/tags/undo", "/searches"),
    *("/workspace", "/sharing/people", "/rhythm", "/pauses", "/notebook", "/imports"),
    *("/notebook/calendar", "/notebook/calendar/removal"),
]
OF_A_PERSON_GETS = [
    *("/people/{person}", "/people/{person}/details", "/people/{person}/deletion", "/tags/{tag}"),
    *("/conversations/{note}", "/gives/{give}", "/occasions/{occasion}", "/pauses/{pause}"),
    *("/follow-ups/{follow_up}", "/follow-ups/{follow_up}/completion", "/promises/{promise}"),
    *("/imports/{file}", "/imports/{file}/columns"),
    *("/people/{person}.vcf", "/people/{person}.csv", "/people/{person}/sheet"),
    "/people/{person}/photos/{photo}.webp",
    *("/people/{person}/merge", "/searches/{search}"),
]
OF_A_PERSON = [
    "/people/{person}/details",
    "/people/{person}/visibility",
    "/people/{person}/interactions",
    "/people/{person}/follow-ups",
    "/people/{person}/promises",
    "/people/{person}/stage-changes",
    "/people/{person}/stage-changes/undo",
    *("/people/{person}/deletion", "/people/{person}/removal"),
    *("/people/{person}/merge/{person}", "/people/{person}/merges/{person}/undo"),
    *("/people/{person}/doubles/{person}/dismissal", "/people/{person}/doubles/{person}/return"),
    "/people/{person}/tags",
    "/people/{person}/tags/{tag}/removal",
    "/people/{person}/rhythm",
    *("/people/{person}/photos", "/people/{person}/photos/removal", "/people/{person}/photos/undo"),
    "/people/{person}/snooze",
    "/people/{person}/snooze/removal",
    "/pauses/{pause}",
    "/pauses/{pause}/ending",
    "/pauses/{pause}/removal",
    *("/searches/{search}/name", "/searches/{search}/removal"),
    "/tags/{tag}/rhythm",
    "/tags/{tag}/name",
    "/tags/{tag}/removal",
]
OF_A_DUTY = [
    "/follow-ups/{follow_up}/completion",
    "/follow-ups/{follow_up}/postponement",
    "/follow-ups/{follow_up}/dismissal",
    "/promises/{promise}/fulfilment",
    "/promises/{promise}/release",
]
OF_WHAT_HAPPENED = [
    *("/conversations/{note}", "/conversations/{note}/deletion", "/conversations/{note}/gives"),
    *("/gives/{give}", "/gives/{give}/deletion"),
    *("/occasions/{occasion}", "/occasions/{occasion}/deletion"),
    *("/follow-ups/{follow_up}", "/follow-ups/{follow_up}/deletion"),
    *("/promises/{promise}", "/promises/{promise}/deletion"),
    *("/follow-ups/{follow_up}/reopening", "/promises/{promise}/reopening"),
    *("/bin/{binned}/restoration", "/bin/{binned}/erasure"),
    *("/imports/{file}/application", "/imports/{file}/undo", "/imports/{file}/removal"),
    *("/imports/{file}/choices", "/imports/{file}/reading", "/imports/{file}/columns"),
]
OF_WHAT_IS_SHARED = ["/sharing/mentorships/{mentorship}", "/notes/{note}/sharing"]
GOOD = {  # fields with which every form is in order, so that only the person is in the way
    "name": "Mine now",
    "tier": "active",
    "visibility": "named",
    "kind": "call",
    "what": "Write",
    "stage": "in_touch",
    "tags": "Mine now",
    "until": "2031-05-04",
    "from_on": "2031-05-04",
}


def named(browser: NotebookBrowser, address: str) -> str:
    return address.format(
        person=browser.person_id,
        follow_up=browser.planned(),
        promise=browser.promised(),
        note=browser.noted(),
        give=browser.gave(),
        occasion=browser.met(),
        binned=browser.binned(),
        mentorship=browser.mentorship(),
        tag=browser.tagged(),
        pause=_pause(browser),
        file=_file(browser),
        photo=_photo(browser),
        search=_search(browser),
    )


def _pause(browser: NotebookBrowser) -> str:
    with browser.app.app_context():
        return rhythms.paused(browser.viewer, 20, 11)


def _photo(browser: NotebookBrowser) -> str:
    with browser.app.app_context():
        return put_photo(browser.person_id, pictures.plain(), viewer=browser.viewer).photo


def _search(browser: NotebookBrowser) -> str:
    with browser.app.app_context():
        taken = notebooks.stored(SavedSearch)
        return save_search(str(len(taken)), "q=mill", viewer=browser.viewer)


def _file(browser: NotebookBrowser) -> str:
    with browser.app.app_context():
        return importing.look(browser.viewer, importing.linkedin("New Comer"))


def test_these_lists_name_every_route(app: Flask) -> None:
    listed = {*GETS, *POSTS, *OF_A_PERSON_GETS, *OF_A_PERSON, *OF_A_DUTY, *OF_WHAT_HAPPENED}
    listed |= {*OF_WHAT_IS_SHARED}
    routes = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("workspace.") and rule.endpoint not in PUBLIC
    }
    assert {address.count("/") for address in listed}
    assert len(routes) == len(listed)
    for address in listed:
        assert any(_same(address, route) for route in routes), address


def _same(address: str, route: str) -> bool:
    pairs = zip(address.split("/"), route.split("/"), strict=False)
    return address.count("/") == route.count("/") and all(
        left == right or (left.startswith("{") and right.startswith("<")) for left, right in pairs
    )


@pytest.mark.parametrize("address", GETS + OF_A_PERSON_GETS)
def test_the_signed_out_are_led_to_sign_in(
    app: Flask, browser: NotebookBrowser, address: str
) -> None:
    response = app.test_client().get(named(browser, address))
    assert response.status_code == 303
    assert response.location.startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "address", POSTS + OF_A_PERSON + OF_A_DUTY + OF_WHAT_HAPPENED + OF_WHAT_IS_SHARED
)
def test_a_signed_out_submit_changes_nothing(
    app: Flask, browser: NotebookBrowser, address: str
) -> None:
    stranger = app.test_client()
    fields = {"csrf_token": token_on(stranger, "/sign-in"), **GOOD, "due_on": browser.day(1)}
    response = stranger.post(named(browser, address), data=fields)
    assert (response.status_code, response.location[:8]) == (303, "/sign-in")
    assert "Mine now" not in browser.names()


@pytest.fixture
def other(app: Flask) -> FlaskClient:
    """Somebody else with a notebook of their own, signed in."""
    with app.app_context():
        notebooks.notebook("other@example.org", "Other")
    client = app.test_client()
    factories.sign_in(client, "other@example.org")
    return client


@pytest.mark.parametrize("address", OF_A_PERSON_GETS)
def test_anothers_person_is_not_there(
    browser: NotebookBrowser, other: FlaskClient, address: str
) -> None:
    assert other.get(named(browser, address)).status_code == 404
    kinds = "person tag note give occasion follow_up promise pause file photo search".split()
    assert other.get(address.format(**dict.fromkeys(kinds, "none"))).status_code == 404


@pytest.mark.parametrize("address", OF_A_PERSON + OF_A_DUTY + OF_WHAT_HAPPENED + OF_WHAT_IS_SHARED)
def test_anothers_person_cannot_be_written_to(
    browser: NotebookBrowser, other: FlaskClient, address: str
) -> None:
    url = named(browser, address)
    before = browser.page()
    fields = {"csrf_token": token_on(other, "/people/new"), **GOOD, "due_on": browser.day(1)}
    assert other.post(url, data=fields).status_code == 404
    after = browser.page()
    assert (after.person.name, _told(after)) == (before.person.name, _told(before))
    assert len(after.follow_ups) == len(before.follow_ups)
    assert len(after.promises) == len(before.promises)
    assert [tag.name for tag in after.tags] == [tag.name for tag in before.tags]


def _told(page: PersonPage) -> list[tuple[object, ...]]:
    """What stands on the timeline, and whether the mentor may read it."""
    return [
        (moment.on, moment.interaction and (moment.interaction.note, moment.interaction.shown_at))
        for moment in page.timeline
    ]


@pytest.mark.parametrize("address", OF_A_PERSON)
def test_a_wrong_form_about_anothers_person_tells_nothing(
    browser: NotebookBrowser, other: FlaskClient, address: str
) -> None:
    fields = {"csrf_token": token_on(other, "/people/new")}
    assert other.post(named(browser, address), data=fields).status_code == 404


@pytest.mark.parametrize(
    "address", POSTS + OF_A_PERSON + OF_A_DUTY + OF_WHAT_HAPPENED + OF_WHAT_IS_SHARED
)
def test_a_form_without_its_token_is_refused(browser: NotebookBrowser, address: str) -> None:
    assert browser.client.post(named(browser, address), data=GOOD).status_code == 400
    assert "Mine now" not in browser.names()


@pytest.mark.parametrize("address", ["/today", "/people", "/people/new"])
def test_whoever_has_no_notebook_is_led_to_where_it_is_opened(
    app: Flask, client: FlaskClient, address: str
) -> None:
    with app.app_context():
        factories.user("stranger@example.org")
    factories.sign_in(client, "stranger@example.org")
    assert client.get(address).location == "/workspace"
    assert client.get("/workspace").status_code == 404
