"""Every route, by every method, asked by everybody who has no business there, with ids that exist in a practice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from mentorhub.web.public import PUBLIC
from tests.isolation import cohorts, notebook_routes, rhythms
from tests.isolation.full_practice import Everybody, theirs
from tests.isolation.notebook import ADDRESSES, OF_THE_LINE, PRIVATE
from tests.isolation.people import ACTORS
from tests.support.personas import address, behind, verbs
from tests.support.stored_rows import tables
from tests.support.zip_reader import words_in

SIGNED_IN = ACTORS[1:]
WITH_NOTEBOOK = ACTORS[2:]
MEMBERS = ("rival", "colleague", "former", "assistant")
LINE_MANAGERS = ("colleague", "former")
ROSTER_READERS = (*LINE_MANAGERS, "assistant")

OWN = "own"  # their own page: whatever it answers, nothing of the practice's changes, no word of it is shown
WORKS = "works"  # their role in the practice opens it: GET answers 200, without a mentee's words; forms are not sent
NOT_SENT = "not sent"  # their own, and not sent: it would change who they are for all that is asked after it
LED = "led"  # 303 to where a notebook is opened

# Pages and actions by which mentors, too, write the practice's programmes and answer visitors:
EDITOR = (
    "archive_program create_program create_question duplicate_program edit_program edit_question list_programs "
    "list_questions move_question new_program preview_program publish_program_page remove_question "
    "remove_share_image set_share_image show_own_share_image show_setup take_back_program unarchive_program "
    "update_program update_question create_answer create_draft create_reply decline_inquiry edit_reply "
    "list_inquiries list_replies remove_reply reopen_inquiry show_inquiry update_reply"
).split() + cohorts.EDITOR
OWN_PRACTICE = (
    "change_notices create_program create_reply list_inquiries list_programs list_replies new_program"
).split()
LINES = (
    "show_line change_seats change_limit create_pause end_pause create_grant cancel_cohort create_cancellation "
    "show_applicant create_extension create_removal create_refund create_acceptance create_refusal"
).split() + cohorts.REHEARSALS
# The default is 404, or sign-in for the signed-out, and a database that stays as it was. All that differs:
EXCEPTIONS: tuple[tuple[str, Sequence[str], str, str], ...] = (
    # endpoint, which actors, what happens, why
    ("accounts.show_account", SIGNED_IN, OWN, "one's own profile"),
    ("accounts.change_profile", SIGNED_IN, OWN, "one's own profile"),
    ("accounts.set_photo", SIGNED_IN, OWN, "one's own photo"),
    ("accounts.change_password", SIGNED_IN, OWN, "one's own password"),
    ("accounts.change_address", SIGNED_IN, OWN, "one's own address"),
    ("accounts.cancel_address", SIGNED_IN, OWN, "one's own address"),
    ("accounts.show_closing", SIGNED_IN, OWN, "one's own account"),
    ("accounts.close_account", SIGNED_IN, NOT_SENT, "one's own account"),
    ("accounts.show_restoration", SIGNED_IN, OWN, "one's own account"),
    ("accounts.restore_account", SIGNED_IN, OWN, "one's own account"),
    ("accounts.list_devices", SIGNED_IN, OWN, "one's own devices"),
    ("accounts.list_tokens", SIGNED_IN, OWN, "one's own tokens"),
    ("accounts.create_token", SIGNED_IN, OWN, "one's own tokens"),
    ("accounts.end_other_devices", SIGNED_IN, NOT_SENT, "one's own devices"),
    ("accounts.change_messages", SIGNED_IN, OWN, "one's own messages"),
    ("accounts.show_data", SIGNED_IN, OWN, "one's own data"),
    ("accounts.download_data", SIGNED_IN, OWN, "one's own data, which the matrix unzips"),
    ("accounts.list_factors", SIGNED_IN, OWN, "one's own second factors"),
    ("accounts.set_up_authenticator", SIGNED_IN, NOT_SENT, "one's own second factors"),
    ("accounts.remove_authenticator", SIGNED_IN, NOT_SENT, "one's own second factors"),
    ("accounts.renew_recovery_codes", SIGNED_IN, NOT_SENT, "one's own second factors"),
    ("accounts.create_passkey_challenge", SIGNED_IN, OWN, "one's own passkeys"),
    ("accounts.add_passkey", SIGNED_IN, OWN, "one's own passkeys"),
    ("accounts.sign_in_again", SIGNED_IN, OWN, "one's own sign-in"),
    ("accounts.create_fresh_link", SIGNED_IN, OWN, "one's own sign-in"),
    ("accounts.open_practice", SIGNED_IN, NOT_SENT, "a practice of one's own"),
    ("accounts.preview_address", SIGNED_IN, OWN, "whether an address is free"),
    ("accounts.change_practice", ("rival",), OWN, "one's own practice's profile"),
    ("reviews.start", SIGNED_IN, OWN, "leads to one's own first page"),
    ("enrolment.show_my_program", SIGNED_IN, OWN, "one's own seats"),
    *((f"workspace.{name}", WITH_NOTEBOOK, OWN, why) for name, why in notebook_routes.OWN.items()),
    *((f"workspace.{name}", WITH_NOTEBOOK, OWN, "of one's own") for name in rhythms.NOTEBOOK),
    ("workspace.*", ("account_only",), LED, "nobody's notebook is asked for before one has one"),
    ("workspace.show_workspace", ("account_only",), "", "only whoever had a seat may open one"),
    ("workspace.create_workspace", ("account_only",), "", "only whoever had a seat may open one"),
    ("reviews.review_queue", MEMBERS, OWN, "pages sent to oneself"),
    ("reviews.list_mentees", MEMBERS, OWN, "one's own mentees"),
    ("operations.show_overview", ("rival",), OWN, "one's own practice"),
    ("operations.list_mail_kinds", ("rival",), OWN, "made-up mails, for every owner"),
    ("operations.show_mail_kind", ("rival",), OWN, "made-up mails, for every owner"),
    ("operations.show_mail_sample", ("rival",), OWN, "made-up mails, for every owner"),
    *((f"programs.{name}", ("rival",), OWN, "of one's own practice") for name in OWN_PRACTICE),
    *((f"programs.{name}", LINE_MANAGERS, WORKS, "mentors write and answer") for name in EDITOR),
    ("enrolment.list_lines", ("rival",), OWN, "cohorts of one's own practices"),
    ("enrolment.list_lines", ROSTER_READERS, WORKS, "every member sees how the lines stand"),
    ("enrolment.show_roster", ROSTER_READERS, WORKS, "every member sees places and payments"),
    *((f"enrolment.{name}", LINE_MANAGERS, WORKS, "mentors manage lines") for name in LINES),
    ("enrolment.show_rehearsed_page", LINE_MANAGERS, OWN, "leads back where none is running"),
)
# Fields and queries that name a person's row, with what stands behind them; all others carry plain values.
FIELDS = {
    "cohort": "cohort",
    "mentorship": "mentorship",
    "practice": "practice",
    "price": "price",
    "reply": "reply",
    **notebook_routes.FIELDS,
}
PLAIN = (
    rhythms.PLAIN
    | notebook_routes.PLAIN
    | frozenset(
        "about_md answer_md answers back began begins begun body by closeness code collects_tax company consent "
        "country credential digest due_on effort email favour hash headline hours how_much image imprint_md "
        "introduction_md is_shown is_two_way joins keeps_quiet key kind locale mentor_md mentor_name message met_on "
        "missed_after_days missed_instalment name names next next_step next_step_on note nothing_asks_for_this number "
        "occasion offer_md on_date outline_md page password phone photo place_name present privacy_md promise "
        "promised purpose q question quiet_from quiet_until reason recovery_code refund_full_days refund_part_days "
        "refund_part_percent refund_policy_md remember role seen session_id shares_people slug stage state "
        "statement_suffix step subject suits_md suits_not_md summary tags takes_delayed_methods takes_promotion_codes "
        "terms_md theme tier timezone title v version visibility wanted way week what".split()
    )
)
GOOD = {  # so that every form is in order and only the guard is in the way
    "name": "Mine now", "names": "Mine now", "email": "mine@example.org", "tier": "active", "visibility": "named",
    "kind": "call", "what": "Write", "stage": "in_touch", "reason": "Because", "week": "4",
    "version": "1", "answers-0": "Mine", "answers-1": "now", "answers-2": "", "body": "Mine now", "seats": "60",
    "how_much": "all", "is_two_way": "yes", "promised": "0", "message": "Mine", "is_shown": "1", "shares_people": "1",
    "role": "owner", "tags": "Mine now", "title": "Mine now", "question": "Mine?", "answer_md": "Mine",
    "way": "up", "refund_full_days": "1", "refund_part_percent": "1", "refund_part_days": "1", "begins": "empty",
    "missed_instalment": "pause", "missed_after_days": "1", "seen": "1", "timezone": "Europe/Oslo", "locale": "en_GB",
    "theme": "dark", "slug": "mine-now", "currency": "eur", "about_md": "Mine", **rhythms.GOOD, **notebook_routes.GOOD,
}  # fmt: skip


Snapshot = tuple[dict[str, str], list[str]]  # a checksum of each table, and the practice's own rows


@dataclass
class Report:
    """What was asked, and what was answered otherwise than it should be."""

    checks: int = 0
    found: list[str] = field(default_factory=list)


def run(
    everybody: Everybody,
    rules: Iterable[Rule],
    *,
    actors: Sequence[str] = ACTORS,
    most: int | None = None,
) -> Report:
    """Ask each of these routes as each actor, with every id (or the first `most`) of the practice's."""
    report = Report()
    snapshot = (tables(everybody.app), theirs(everybody))
    for rule in rules:
        for actor, verb in product(actors, verbs(rule)):
            expected = expectation(rule.endpoint, actor)
            if verb != "GET" and (rule.endpoint in PUBLIC or expected in {WORKS, NOT_SENT}):
                continue  # open to everybody by design, or to this role: the packages' own tests send them
            paths = list(_addresses(everybody, rule, most))
            asked = [(path, GOOD) for path in paths] if verb != "GET" else []
            for path, fields in [(path, {}) for path in (paths[:1] if asked else paths)] + asked:
                wrong = _wrong(rule, actor, expected, _ask(everybody, actor, verb, path, fields))
                report.checks += 1
                report.found += [f"{actor} {verb} {rule.endpoint} {path}: {one}" for one in wrong]
            snapshot, moved = _moved(everybody, snapshot, expected)
            report.found += [f"{actor} {verb} {rule.endpoint}: {one}" for one in moved]
    return report


def _moved(everybody: Everybody, snapshot: Snapshot, expected: str) -> tuple[Snapshot, list[str]]:
    """The database as it is now, and what is wrong with how it differs from before."""
    before, rows = snapshot
    after = tables(everybody.app)
    if after == before:
        return snapshot, []
    now = (after, theirs(everybody))
    if expected == OWN and now[1] == rows:
        return now, []
    return now, [f"changed {name}" for name, sum_ in after.items() if sum_ != before[name]]


def expectation(endpoint: str, actor: str) -> str:
    """The exception that is meant for this actor at this route; '' is the default. The last row that fits counts."""
    browser = endpoint.split(".", maxsplit=1)[0]
    extension = [
        expected
        for name, actors, expected, _why in EXCEPTIONS
        if name in {endpoint, f"{browser}.*"} and actor in actors
    ]
    return extension[-1] if extension else ""


def _addresses(everybody: Everybody, rule: Rule, most: int | None) -> Iterator[str]:
    kinds = behind(rule)
    if getattr(everybody.app.view_functions[rule.endpoint], "guard", "") == "by_mentee":
        kinds = {**kinds, "token": "claimed"}  # an account's seat: its link alone opens nothing
    known = [everybody.names[kind][:most] for kind in kinds.values()]
    for values in product(*known):
        yield address(rule, dict(zip(kinds, values, strict=True)))


def _ask(
    everybody: Everybody, actor: str, verb: str, path: str, fields: Mapping[str, str]
) -> TestResponse:
    named = {name: everybody.names[kind][0] for name, kind in FIELDS.items()}
    return everybody.browsers[actor].open(
        path,
        buffered=True,  # a file is closed again
        method=verb,
        query_string=named,
        data={**fields, **named} if verb != "GET" else None,
        headers={"X-CSRFToken": everybody.tokens[actor]},
    )


def _wrong(rule: Rule, actor: str, expected: str, answer: TestResponse) -> list[str]:
    hidden: Sequence[str] = (*PRIVATE, *OF_THE_LINE)
    if expected == WORKS:
        hidden = (*PRIVATE, *ADDRESSES) if actor == "assistant" else PRIVATE
    shown = words_in(answer)
    found = [f"showed {word!r}" for word in hidden if word in shown]
    is_public = rule.endpoint in PUBLIC
    if not _is_as_expected(answer, actor, "public" if is_public else expected, rule):
        found.append(f"answered {answer.status_code} {answer.headers.get('Location', '')}")
    return found


def _is_as_expected(answer: TestResponse, actor: str, expected: str, rule: Rule) -> bool:
    code, target = answer.status_code, answer.headers.get("Location", "")
    if expected in {OWN, NOT_SENT, "public"}:
        return code < 500
    if expected == WORKS:
        return code == 200
    if expected == LED:
        return (code, target) == (303, "/workspace")
    if actor == "stranger" and not _is_by_link(rule, answer):
        return code == 303 and target.startswith(("/sign-in", "/sign-up"))
    return code == 404


def _is_by_link(rule: Rule, answer: TestResponse) -> bool:
    """A link that opens nothing is no reason to sign in."""
    return "token" in rule.arguments and answer.status_code == 404
