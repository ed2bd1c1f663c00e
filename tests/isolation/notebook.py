"""What a mentee keeps to themselves, in words found nowhere else, so that a page that shows any of it is caught."""

from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.imports import create_import
from mentorhub.workspace.actions.notebook import open_workspace
from mentorhub.workspace.actions.pauses import add_pause
from mentorhub.workspace.actions.people import set_visibility
from mentorhub.workspace.actions.photos import put_photo
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.searches import save_search
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.details import Address, Custom
from mentorhub.workspace.rules.pauses import Paused
from mentorhub.workspace.rules.sharing import Direction, Visibility
from mentorhub.workspace.rules.warmth import Kind
from tests.support import notebooks, pictures

SECRET = "quillonvantreight"  # stands in every note, promise, page and answer
PERSON = "Zebedee Oxenstierna"
PERSON_EMAIL = "zebedee@oxenstierna.example"
PERSON_PHONE = "+46 8 555 01 99"
COMPANY = "Oxenstierna & Daughters"
TAG = f"Round {SECRET}"
APPLICANT = "Philomena"
APPLICANT_HOST = "applicants.example"
WORDS = [f"{SECRET} one", f"{SECRET} two", ""]

# What only its owner, and as far as they share it their mentor, may read:
PRIVATE = (SECRET, PERSON, PERSON_EMAIL, "555 01 99", COMPANY)
# What those who manage the practice's line may read besides; of these, an assistant reads names alone:
ADDRESSES = (APPLICANT_HOST, "amara@example.org", "bo@example.org")
OF_THE_LINE = (APPLICANT, *ADDRESSES)


def fill(viewer: Viewer, *, has_bin: bool = True) -> None:
    """A notebook with persons seen in each way, and something of every kind about them; and, if told, in its bin."""
    open_workspace(viewer=viewer)
    create_import(f"Name,Notes\nNobody yet,{SECRET}\n".encode(), viewer=viewer)
    add_pause(Paused(notebooks.ago(400), notebooks.ago(390)), viewer=viewer)
    save_search(f"Search {SECRET}", f"q={SECRET}", viewer=viewer)
    for visibility in Visibility:
        person_id = notebooks.person(
            viewer,
            PERSON,
            note=SECRET,
            company=COMPANY,
            addresses=(Address(street=SECRET),),
            customs=(Custom("Notes", SECRET),),
            met_how=SECRET,
            email=PERSON_EMAIL,
            phone=PERSON_PHONE,
            occasion=f"Breakfast {SECRET}",
            purpose=SECRET,
            remember=SECRET,
            met_on=notebooks.ago(9),
        )
        set_visibility(person_id, visibility, viewer=viewer)
        put_photo(person_id, pictures.plain(), viewer=viewer)
        tag_person(person_id, [TAG], viewer=viewer)
        notebooks.talked(
            viewer,
            person_id,
            2,
            kind=Kind.CALL,
            note=SECRET,
            favour=Favour(Direction.GAVE, what=SECRET),
        )
    schedule_follow_up(
        person_id, viewer=viewer, due_on=notebooks.today(), reason=f"Ask about {SECRET}"
    )
    add_promise(person_id, viewer=viewer, what=f"Send {SECRET}", due_on=notebooks.today())
    if has_bin:
        _fill_bin(viewer)


def _fill_bin(viewer: Viewer) -> None:
    """Somebody who was deleted, and a promise of another."""
    gone = notebooks.person(viewer, f"{PERSON} gone", note=SECRET)
    delete_thing(Thing.PERSON, gone, viewer=viewer)
    broken = add_promise(notebooks.person(viewer, PERSON), viewer=viewer, what=f"Forget {SECRET}")
    delete_thing(Thing.PROMISE, broken, viewer=viewer)
