"""Screenshots of what is about messages: one’s own choices, and every mail as its reader sees it."""

from mentorhub.demo import seed
from mentorhub.demo.stories import offers
from tests.camera import Sitter, Studio


def messages(studio: Studio) -> None:
    """Which messages one gets; the way out of a mail; every mail as its reader sees it."""
    with studio.sitting("mentor") as ines:
        sign_in(ines, offers.MENTOR_EMAIL)
        ines.visit("/account/messages")
        ines.page.locator("details summary").first.click()
        ines.shoot("messages")
        ines.page.get_by_label("When they go out").select_option("23:00")
        ines.press("Keep this", "messages-refused")
        ines.visit("/operations/mails", "mail-kinds")
        for kind in ("enrolment.offered", "enrolment.instalment_failed", "reviews.review_written"):
            ines.visit(f"/operations/mails/{kind}", f"mail-{kind}")


def sign_in(one: Sitter, email: str) -> None:
    """By address and the demo's password."""
    one.visit("/sign-in")
    form = one.page.locator("form", has=one.page.get_by_label("Password"))
    form.get_by_label("E-mail").fill(email)
    form.get_by_label("Password").fill(seed.PASSWORD)
    one.click(form.get_by_role("button", name="Sign in"))
