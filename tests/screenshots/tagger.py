"""Who sits for the pictures of tags: Amara, who has some, and Mei, who has none yet."""

from mentorhub.demo import seed
from tests.screenshots.browser import Studio


def tagger(studio: Studio) -> None:
    """Every page with tags on it, one that two tags narrow, and what is said before two become one."""
    with studio.script("tags") as mei:
        mei.sign_in("mei@example.org", seed.PASSWORD)
        mei.visit("/tags", "none")
    with studio.script("tags") as amara:
        amara.sign_in("amara@example.org", seed.PASSWORD)
        amara.visit("/tags", "all")
        amara.follow("main tr:has-text('timber') a[href^='/tags/']")
        amara.shoot("one")
        amara.page.get_by_label("Name", exact=True).fill("Music")
        amara.submit_form("Save", "two-of-a-name")
        amara.visit("/tags")
        amara.submit_form("advice")
        amara.page.get_by_label("Also tagged").select_option("music (3)")
        amara.submit_form("Show", "people-with-both")
        amara.page.get_by_label("Also tagged").select_option("food (1)")
        amara.submit_form("Show", "people-with-none")
        amara.visit("/people?q=oslo")
        amara.page.get_by_text("people at once").click()
        amara.shoot("people-all-at-once")
        amara.visit("/people", "people")
        amara.submit_form("Tomáš Dvořák", "person")
        amara.page.get_by_label("Add a tag").fill("a" * 41)
        amara.follow("#tags form:has(input[list]) button")
        amara.shoot("person-refused")
        amara.visit("/tags")
        amara.follow("main tr:has-text('music') a[href*='whom=']")
        amara.shoot("sharing")
        amara.visit("/people/new", "new-person")
