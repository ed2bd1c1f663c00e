"""The kinds of mail of the line and the seats: why each is sent, and its label for people."""

from flask_babel import lazy_gettext as _l

from mentorhub.mail.kinds import Kind, Weight

KINDS = (
    Kind("enrolment.waiting", Weight.SEAT, _l("You are in line")),
    Kind("enrolment.held", Weight.SEAT, _l("A seat is held for you")),
    Kind("enrolment.offered", Weight.SEAT, _l("A seat has come free")),
    # Whoever is reminded has often no account yet, and loses a seat by not hearing of its last hours.
    Kind("enrolment.reminder", Weight.SEAT, _l("An offered seat is still kept")),
    Kind("enrolment.link", Weight.SEAT, _l("The link to your place")),
    Kind("enrolment.lapsed", Weight.SEAT, _l("The time for your seat is over")),
    Kind("enrolment.enrolled", Weight.SEAT, _l("Your seat is yours")),
    Kind("enrolment.granted", Weight.SEAT, _l("A seat was given to you")),
    Kind("enrolment.paused", Weight.SEAT, _l("Your programme is paused")),
    Kind("enrolment.resumed", Weight.SEAT, _l("Your programme goes on")),
    Kind("enrolment.withdrawn", Weight.SEAT, _l("You have withdrawn")),
    Kind("enrolment.removed", Weight.SEAT, _l("Your place has ended")),
    Kind("enrolment.seat_ended", Weight.SEAT, _l("Your seat has ended")),
    Kind("enrolment.called_off", Weight.SEAT, _l("A programme will not take place")),
    Kind("enrolment.declined", Weight.MONEY, _l("Your payment did not go through")),
    Kind("enrolment.refunded", Weight.MONEY, _l("A late payment is refunded")),
    Kind("enrolment.money_back", Weight.MONEY, _l("A refund is on its way")),
    Kind("enrolment.instalment_paid", Weight.MONEY, _l("An instalment has arrived")),
    Kind("enrolment.instalment_failed", Weight.MONEY, _l("An instalment did not go through")),
)
