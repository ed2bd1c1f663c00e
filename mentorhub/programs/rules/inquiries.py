"""Inquiries: their states, how long they are kept, and which words of an answer are not finished. Pure."""

import datetime as dt
import re
from enum import StrEnum
from typing import NamedTuple

from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.transitions import Transitions

MESSAGE_MAX = 4_000  # characters of one message, and of a saved reply
REPLY_TITLE_MAX = 120
REPLIES_MAX = 50  # saved replies of a practice
SAME_WORDS = dt.timedelta(hours=1)  # the same words again within this time are one message
KEPT = dt.timedelta(days=365)  # after the last message; then the whole conversation is deleted
LINK_LEFT_OUT = "[…]"
_BRACKET = re.compile(r"\[[^\[\]\n]*[^\W\d_][^\[\]\n]*\]")
# A word that a mail program would make a link of: with a scheme, an address, or a domain.
_LINK = re.compile(r"\S*(?:://|www\.|@|[^\W_]\.[^\W\d_]{2,})\S*", re.IGNORECASE)


class InquiryState(StrEnum):
    """Where an inquiry stands, as its practice sees it."""

    NEW = "new"  # the practice has not answered what was written last
    ANSWERED = "answered"
    ENROLLED = "enrolled"  # answered, and the visitor has a seat since
    DECLINED = "declined"


class Author(StrEnum):
    """Whose words a message holds."""

    VISITOR = "visitor"
    PRACTICE = "practice"


class Followed(NamedTuple):
    """An inquiry, and the first seat that its visitor took afterwards."""

    inquiry_id: int
    enrolment_id: int


INQUIRY = Transitions(
    InquiryState.NEW,
    {
        "ask": ((InquiryState.NEW, InquiryState.ANSWERED, InquiryState.ENROLLED), InquiryState.NEW),
        "answer": (
            (InquiryState.NEW, InquiryState.ANSWERED, InquiryState.ENROLLED),
            InquiryState.ANSWERED,
        ),
        "enrol": ((InquiryState.ANSWERED, InquiryState.DECLINED), InquiryState.ENROLLED),
        "decline": ((InquiryState.NEW, InquiryState.ANSWERED), InquiryState.DECLINED),
        "reopen": ((InquiryState.DECLINED,), InquiryState.NEW),
    },
)


class InquiryDeclined(Refusal):
    """The practice has ended this conversation; nothing is added before it is reopened."""


class InquiryEnrolled(Refusal):
    """The visitor has a seat since, so there is nothing to decline."""


class MessageMissing(Refusal):
    """A message without words."""


class MessageTooLong(Refusal):
    """A message of more characters than `MESSAGE_MAX`."""


class BracketsUnfilled(Refusal):
    """The words still hold what a saved reply leaves to be filled in; carries each, with its brackets."""

    def __init__(self, brackets: tuple[str, ...]) -> None:
        super().__init__(*brackets)
        self.brackets = brackets


class MessagesSince(Refusal):
    """Something was written in the conversation that the writer has not seen yet."""


class TooManyReplies(Refusal):
    """A practice has as many saved replies as anybody finds their way in."""


class ReplyTitleTaken(Refusal):
    """Another saved reply of the practice has this name."""


def unfilled(words: str) -> tuple[str, ...]:
    """What stands between square brackets and is a word, each once: "[day]", but not "[1]"."""
    return tuple(dict.fromkeys(_BRACKET.findall(words)))


def refuse_unfit_message(words: str) -> None:
    """Raises `MessageMissing` or `MessageTooLong`."""
    if not words:
        raise MessageMissing
    if len(words) > MESSAGE_MAX:
        raise MessageTooLong


def refuse_unfit_answer(words: str) -> None:
    """As `refuse_unfit_message`; raises also `BracketsUnfilled`."""
    refuse_unfit_message(words)
    brackets = unfilled(words)
    if brackets:
        raise BracketsUnfilled(brackets)


def filled(words: str, *, name: str, program: str) -> str:
    """A saved reply for this visitor: [name] and [programme] are known, whatever else is bracketed is left."""
    known = {"[name]": name, "[programme]": program}
    return _BRACKET.sub(lambda found: known.get(found.group().lower(), found.group()), words)


def without_links(words: str) -> str:
    """The words with each link left out: nobody makes us mail theirs to an address that is not their own."""
    return _LINK.sub(LINK_LEFT_OUT, words)
