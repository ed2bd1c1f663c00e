"""The routes of one's own notebook for the matrix, which name nobody; fields of rhythms and pauses, and good ones."""

from tests.isolation import cohorts

NOTEBOOK = (
    "list_people download_people download_people_table tag_people untag_people list_tags show_rhythm update_rhythm "
    "create_pause show_settings update_settings show_feed renew_feed end_feed undo_tags"
).split()
PLAIN = cohorts.PLAIN | frozenset(
    "daily_max days earlier from_on has_morning is_muted moment photos morning_at morning_days morning_parts region "
    "until until_on".split()
)
GOOD = cohorts.GOOD | {
    "daily_max": "7",
    "days": "45",
    "from_on": "2031-05-04",
    "region": "NO",
    "until": "2099-05-04",
    "until_on": "2031-05-09",
}
