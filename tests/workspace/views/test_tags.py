"""The pages of tags: on a person, in the list, on a page of their own, and where many are chosen for at once."""

import pytest

from mentorhub.workspace.rules import tags
from tests.support.forms import submit, version_on
from tests.support.notebook_browsers import NotebookBrowser, undo


def tag(browser: NotebookBrowser, typed: str) -> tuple[int, str]:
    answer = browser.post(f"{browser.url}/tags", tags=typed)
    return answer.status_code, answer.text


def names(browser: NotebookBrowser) -> list[str]:
    return [tag.name for tag in browser.page().tags]


def test_tag_person_puts_on_several_and_offers_them_to_others(browser: NotebookBrowser) -> None:
    answer = browser.post(f"{browser.url}/tags", tags=" Choir , advice")
    assert (answer.status_code, answer.location) == (303, f"{browser.url}#tags")
    assert names(browser) == ["advice", "Choir"]
    page = browser.client.get(browser.url).text
    assert "Tagged: Choir, advice." in page
    assert f'href="/people?tag={browser.page().tags[1].public_id}"' in page
    assert '<option value="Choir">' not in page  # the person has it
    assert '<option value="Choir">' in browser.client.get("/people/new").text
    tag(browser, "choir")
    assert "These tags were there already." in browser.client.get(browser.url).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Please write a tag."),
        (" , ,", "Please write a tag."),
        ("a,\u0301", "A tag needs at least one visible character, and no comma."),
        (
            "choir, " + "x" * 41,
            "x" * 40 + "…” is too long; 40 characters at most.",
        ),
        ("x" * 1001, "Please keep this to 1000 characters at most."),
        (
            ",".join(f"tag {number}" for number in range(21)),
            "A person can have 20 tags. 20 more can be added here.",
        ),
    ],
)
def test_tag_person_says_what_is_wrong_and_keeps_what_was_typed(
    browser: NotebookBrowser, typed: str, words: str
) -> None:
    status, text = tag(browser, typed)
    assert status == 422
    assert words in text
    assert names(browser) == []
    assert typed.strip()[:30] in text


def test_tag_person_says_when_there_is_no_room_left(browser: NotebookBrowser) -> None:
    tag(browser, ",".join(f"tag {number}" for number in range(20)))
    status, text = tag(browser, "one more")
    assert (status, "No more can be added here." in text) == (422, True)


def test_tag_person_says_when_the_notebook_is_full(
    browser: NotebookBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tags, "PER_NOTEBOOK", 2)
    status, text = tag(browser, "one, two, three")
    assert status == 422
    assert "A notebook can have 2 different tags. 2 more can be added here." in text
    assert names(browser) == []


def test_a_tag_is_never_markup(browser: NotebookBrowser) -> None:
    evil = "<script>alert(1)</script>"
    public_id = browser.tagged(evil)
    for address in (
        browser.url,
        "/people",
        f"/people?tag={public_id}",
        "/tags",
        f"/tags/{public_id}",
    ):
        assert "<script>alert" not in browser.client.get(address).text
    assert "<script>alert" not in browser.client.get("/sharing").text


def test_untag_person_takes_it_off(browser: NotebookBrowser) -> None:
    public_id = browser.tagged()
    answer = browser.post(f"{browser.url}/tags/{public_id}/removal")
    assert (answer.status_code, answer.location) == (303, f"{browser.url}#tags")
    assert names(browser) == []
    assert "“Choir” is removed." in browser.client.get("/tags").text


def test_tag_person_and_untag_person_are_undone_by_one_button(browser: NotebookBrowser) -> None:
    tag(browser, "Choir")
    assert undo(browser, browser.url) == f"{browser.url}#tags"
    assert names(browser) == []
    undo(browser, browser.url)
    assert names(browser) == ["Choir"]


def test_create_person_tags_at_once_and_refuses_what_is_no_tag(browser: NotebookBrowser) -> None:
    answer = submit(browser.client, "/people", page="/people/new", name="Zoe", tags="Choir, advice")
    assert "Choir" in browser.client.get(answer.location).text
    many = ",".join(f"tag {number}" for number in range(21))
    for typed, words in {"x" * 41: "is too long", many: "A person can have 20 tags."}.items():
        answer = submit(browser.client, "/people", page="/people/new", name="Yan", tags=typed)
        assert answer.status_code == 422
        assert words in answer.text
    assert browser.names() == ["Tomáš Dvořák", "Zoe"]


def test_list_people_keeps_its_tags_beside_the_other_questions(browser: NotebookBrowser) -> None:
    choir, advice = browser.tagged("Choir"), browser.tagged("advice")
    submit(browser.client, "/people", page="/people/new", name="Zoe", tags="Choir")
    browser.client.get("/tags")  # where what was kept is said
    both = browser.client.get(f"/people?tag={choir}&tag={advice}&stage=met").text
    assert "Tomáš Dvořák" in both and "Zoe" not in both
    assert f'<input type="hidden" name="tag" value="{choir}">' in both
    assert f'href="/people?stage=met&amp;tag={choir}"' in both  # advice left out
    assert '<span class="fine" role="status">1 person</span>' in both
    one = browser.client.get(f"/people?tag={choir}").text
    assert "Zoe" in one and "advice (1)" in one and "Choir (2)" not in one


def test_list_people_names_four_tags_of_each_and_counts_the_rest(browser: NotebookBrowser) -> None:
    browser.tagged("five", "four", "one", "three", "two", "zero")
    text = " ".join(browser.client.get("/people").text.split())
    assert "five, four, one, three and 2 more" in text


def test_list_people_pages_keep_the_tag(browser: NotebookBrowser) -> None:
    for number in range(21):
        submit(browser.client, "/people", page="/people/new", name=f"P {number:02}", tags="Choir")
    choir = browser.tagged()
    first = browser.client.get(f"/people?tag={choir}&order=name").text
    assert f"/people?tag={choir}&amp;order=name&amp;page=2" in first
    assert "21 to 22 of 22" in browser.client.get(f"/people?tag={choir}&order=name&page=2").text


def test_list_people_says_honestly_why_nobody_is_there(browser: NotebookBrowser) -> None:
    choir, advice = browser.tagged("Choir"), browser.tagged("advice")
    browser.post(f"{browser.url}/tags/{advice}/removal")
    one = browser.client.get(f"/people?tag={advice}").text
    assert "Nobody has this tag at the moment. Closed contacts" in one
    both = browser.client.get(f"/people?tag={advice}&tag={choir}").text
    assert "Nobody has all of these tags at once." in both
    staged = browser.client.get(f"/people?tag={choir}&stage=lasting").text
    assert "Nobody at this stage has this tag." in staged
    searched = browser.client.get(f"/people?tag={choir}&q=carpenter").text
    assert "Only among the people you chose above." in searched
    gone = browser.client.get("/people?tag=gone&tag=").text
    assert "A tag in this link no longer exists" in gone
    assert "Tomáš Dvořák" in gone


def test_list_tags_counts_and_show_tag_says_who_has_it(browser: NotebookBrowser) -> None:
    assert "No tags yet" in browser.client.get("/tags").text
    public_id = browser.tagged()
    page = browser.client.get("/tags").text
    assert "1 person" in page and f'href="/people?tag={public_id}"' in page
    assert "1 person has this tag." in browser.client.get(f"/tags/{public_id}").text
    browser.post(f"{browser.url}/stage-changes", stage="closed", reason="Enough")
    assert "1 closed" in browser.client.get("/tags").text
    assert "1 of them is closed." in browser.client.get(f"/tags/{public_id}").text
    browser.post(f"{browser.url}/tags/{public_id}/removal")
    assert "nobody at the moment" in browser.client.get("/tags").text
    assert "Nobody has this tag at the moment." in browser.client.get(f"/tags/{public_id}").text


def test_rename_tag_keeps_the_name_and_refuses_none(browser: NotebookBrowser) -> None:
    public_id = browser.tagged()
    address, page = f"/tags/{public_id}/name", f"/tags/{public_id}"
    assert browser.post(address, page=page, name="Singers").location == "/tags"
    assert names(browser) == ["Singers"]
    for name, words in {
        " ": "A tag needs a name.",
        "a, b": "no comma",
        "x" * 41: "too long",
    }.items():
        answer = browser.post(address, page=page, name=name)
        assert (answer.status_code, words in answer.text) == (422, True)
    assert names(browser) == ["Singers"]


def test_rename_tag_that_was_renamed_elsewhere_shows_both(browser: NotebookBrowser) -> None:
    public_id = browser.tagged("Choir")
    address, page = f"/tags/{public_id}/name", f"/tags/{public_id}"
    opened = version_on(browser.client.get(page).text)
    browser.post(address, page=page, name="Singers")
    refused = browser.post(address, page=page, version=opened, name="Choir of Oslo")
    assert refused.status_code == 422
    assert "<dt>Name</dt><dd>Singers</dd>" in refused.text
    assert 'value="Choir of Oslo"' in refused.text
    assert names(browser) == ["Singers"]
    again = browser.post(address, page=page, version=version_on(refused.text), name="Choir of Oslo")
    assert again.location == "/tags"
    assert names(browser) == ["Choir of Oslo"]


def test_rename_tag_asks_before_two_become_one(browser: NotebookBrowser) -> None:
    choir, singers = browser.tagged("Choir"), browser.tagged("Singers")
    address, page = f"/tags/{singers}/name", f"/tags/{singers}"
    asked = browser.post(address, page=page, name="choir")
    assert asked.status_code == 422
    assert "You have “Choir” already" in asked.text
    assert "The one person who has “Singers” then has “Choir” instead" in asked.text
    assert names(browser) == ["Choir", "Singers"]
    assert browser.post(address, page=page, name="choir", joins="1").location == "/tags"
    assert "The two tags are merged." in browser.client.get("/tags").text
    assert [tag.public_id for tag in browser.page().tags] == [choir]


def test_rename_tag_that_nobody_has_says_that_it_would_just_be_gone(
    browser: NotebookBrowser,
) -> None:
    browser.tagged("Choir")
    singers = browser.tagged("Singers")
    browser.post(f"{browser.url}/tags/{singers}/removal")
    asked = browser.post(f"/tags/{singers}/name", page=f"/tags/{singers}", name="choir")
    assert "Nobody has “Singers”, so it is only deleted." in asked.text


def test_delete_tag_leaves_the_people(browser: NotebookBrowser) -> None:
    public_id = browser.tagged()
    said = browser.client.get(f"/tags/{public_id}").text
    assert "what your mentor sees of them stays as it is" in said
    assert browser.post(f"/tags/{public_id}/removal", page="/tags/" + public_id).location == "/tags"
    assert (
        "The one person who had it is still in your notebook." in browser.client.get("/tags").text
    )
    other = browser.tagged("Advice")
    browser.post(f"{browser.url}/tags/{other}/removal")
    browser.post(f"/tags/{other}/removal")
    assert "Deleted. Nobody had it." in browser.client.get("/tags").text
    assert browser.names() == ["Tomáš Dvořák"]


def test_tags_that_look_the_same_are_one(browser: NotebookBrowser) -> None:
    tag(browser, "ab, a\u200bb, a\u2060b")
    tag(browser, "A\u00adB")
    assert names(browser) == ["ab"]
