"""The routes of a cohort's editor for the matrix: who is let in, the fields they take, and forms that are in order."""

EDITOR = (
    "list_cohorts new_cohort create_cohort edit_cohort update_cohort duplicate_cohort move_window end_window "
    "new_price create_price edit_price update_price withdraw_price "
    "list_intake_questions create_intake_question edit_intake_question update_intake_question "
    "move_intake_question remove_intake_question"
).split()
PLAIN = frozenset(
    (
        "answered_in asked is_required amount currency seats waiting_max "
        "percent_off amount_off uses_max expires_at expires_at_turn "
        "mentor opens_at opens_at_turn closes_at closes_at_turn starts_on ends_on claim_minutes offer_hours welcome_md "
        "label instalments_count interval_days available_from available_from_turn available_until available_until_turn"
    ).split()
)
GOOD = {
    "opens_at": "2099-03-01T09:00",
    "closes_at": "2099-03-20T09:00",
    "starts_on": "2099-04-01",
    "ends_on": "2099-06-01",
    "claim_minutes": "15",
    "offer_hours": "48",
    "amount": "640",
    "instalments_count": "3",
    "interval_days": "30",
    "answered_in": "long",
}
REHEARSALS = (
    "show_rehearsal create_rehearsal create_rehearsed_place create_rehearsal_ending"
).split()
