"""The invariants of seats and money, each a query that returns offenders as public ids or short descriptions."""

from collections.abc import Callable

from mentorhub.enrolment.invariants import (
    account_closing,
    instalments,
    journal,
    money,
    seats,
)

INVARIANTS: tuple[Callable[..., list[str]], ...] = (
    seats.a_cohorts_counters_are_what_the_rows_say,
    seats.places_follow_the_order_of_arrival,
    seats.no_askable_place_waits_while_a_seat_is_free,
    money.a_first_payment_bought_a_seat_or_is_refunded,
    money.a_paid_seat_has_a_payment,
    money.a_freed_seat_has_no_payable_checkout,
    money.a_hold_lasts_as_long_as_its_checkout,
    money.an_open_dispute_pauses_its_seat,
    money.a_lost_dispute_holds_no_seat,
    money.a_fully_refunded_seat_is_free,
    instalments.instalments_add_up_to_the_price,
    instalments.a_later_payment_settles_one_instalment_or_is_refunded,
    instalments.a_missed_instalment_pauses_its_seat,
    instalments.a_place_that_ended_owes_nothing,
    journal.every_journal_is_one_unbroken_chain,
    journal.a_journal_ends_with_each_enrolments_state,
    seats.a_granted_seat_costs_nothing,
    seats.an_enrolled_seat_has_one_current_mentorship,
    account_closing.nobody_who_closes_keeps_a_place_from_others,
    account_closing.no_place_names_somebody_erased,
    seats.every_applicants_key_is_made_of_their_address,
    seats.no_stored_name_holds_what_nobody_sees,
    account_closing.nobody_who_closes_mentors_anybody,
)
