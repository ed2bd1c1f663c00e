"""The notebook's part of the matrix: its pages that are one's own, its fields, and what its forms are filled with."""

from mentorhub.workspace.forms.merges import SIDES

OWN = {  # what everybody with a notebook may open, and why that shows nothing of another's
    "today": "one's own notebook",
    "list_people": "one's own people",
    "new_person": "into one's own notebook",
    "create_person": "into one's own notebook",
    "list_imports": "one's own files",
    "create_import": "into one's own notebook",
    "create_people": "into one's own notebook",
    "tag_people": "one's own people",
    "untag_people": "one's own people",
    "list_tags": "one's own tags",
    "list_searches": "one's own saved searches",
    "create_search": "into one's own notebook",
    "show_sharing": "what is seen of one's own notebook",
    "set_visibilities": "of one's own people",
    "show_access_log": "who looked into one's own notebook",
    "show_workspace": "opens one's own notebook",
    "create_workspace": "opens one's own notebook",
    "new_conversation": "into one's own notebook",
    "create_conversation": "into one's own notebook",
    "list_conversations": "one's own conversations",
    "list_bin": "what one deleted oneself",
    "list_doubles": "one's own people",
    "look_for_doubles": "one's own people",
}
FIELDS = {  # that name a person's row
    "gone": "person",
    "people": "person",
    "person": "person",
    "tag": "tag",
    "unlike": "person",
    "which": "list",
    "who": "person",
    "whom": "group",
}
PLAIN = frozenset(f"side_{name}" for name in SIDES) | frozenset(
    """
    last_day lasts scopes
    another dismissed shown stays
    after column day_first encoding file label takes_file
    about additional_name addresses adds affiliations at_time birthday city customs day department emails events
    extended family_name given_name links met_how met_precision met_through minutes month more moved_to nickname
    notes organization others phones po_box postal_code prefix pronunciation region since source_note street suffix
    until value year
    """.split()
)
GOOD = {"others": "Mine now", "adds": "1", "favour": "gave"}
