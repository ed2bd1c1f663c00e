"""Where cards begin and end."""

import pytest

from mentorhub.workspace.importers import card_bounds


def blocks(text: str) -> list[tuple[str, bool]]:
    """The cards of a text, each without blanks around it."""
    return [
        (block.decode().strip(), is_whole) for block, is_whole in card_bounds.blocks(text.encode())
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("junk\nEND:VCARD\njunk", []),
        ("BEGIN:VCARD\nFN:a\nEND:VCARD\n", [("FN:a", True)]),
        ("begin : vcard \r\nFN:a\r\nend:vcard\r\r\n", [("FN:a", True)]),
        ("x.BEGIN:VCARD\nFN:a\nx.END:VCARD", [("FN:a", True)]),
        ("\u00ef\u00bb\u00bfBEGIN:VCARD\nFN:a\nEND:VCARD", [("FN:a", True)]),
        ("  BEGIN:VCARD\n\tFN:a\n  END:VCARD\n", [("FN:a", True)]),
        (
            "BEGIN:VCARD\nFN:BEGIN:VCARD\n END:VCARD\nEND:VCARD",
            [("FN:BEGIN:VCARD\n END:VCARD", True)],
        ),
        ("BEGIN:VCARD\nFN:a\nBEGIN:VCARD\nFN:b\nEND:VCARD\n", [("FN:a", True), ("FN:b", True)]),
        ("BEGIN:VCARD\nFN:a\nEND:VCARD\nN:b\nEND:VCARD\n", [("FN:a", True), ("N:b", True)]),
        (
            "BEGIN:VCARD\nFN:a\nEND:VCARDBEGIN:VCARD\nFN:b\nEND:VCARD",
            [("FN:a", True), ("FN:b", True)],
        ),
        (
            "BEGIN:VCARD\nFN:a\nEND:VCARD\n\ufeffBEGIN:VCARD\nFN:b\nEND:VCARD",
            [("FN:a", True), ("FN:b", True)],
        ),
        (
            "BEGIN:VCARD\nFN:a\nEND:VCARD\ufeffBEGIN:VCARD\nFN:b\nEND:VCARD",
            [("FN:a", True), ("FN:b", True)],
        ),
        ("BEGIN:VCARD\nFN:a\n", [("FN:a", True)]),
        ("BEGIN:VCARD\nFN:a", [("FN:a", False)]),
        ("BEGIN:VCARD\nFN:a\nend:vc", [("FN:a", True)]),
        ("BEGIN:VCARD", [("", False)]),
    ],
)
def test_a_card_reaches_from_its_beginning_to_its_end(
    text: str, found: list[tuple[str, bool]]
) -> None:
    assert blocks(text) == found


def test_a_card_inside_a_card_is_none_of_it() -> None:
    inner = "BEGIN:VCARD\nFN:inner\n{}END:VCARD\n"
    deep = inner.format("AGENT:\n" + inner.format(""))
    text = (
        f"BEGIN:VCARD\nFN:a\nAGENT;X=1:\n{deep}TEL:1\nagent:\n{inner.format('')}TEL:2\nEND:VCARD\n"
    )
    ((block, is_whole),) = blocks(text)
    assert [line for line in block.splitlines() if line] == [
        "FN:a",
        "AGENT;X=1:",
        "TEL:1",
        "agent:",
        "TEL:2",
    ]
    assert is_whole


def test_a_card_inside_that_never_ends_ends_the_file() -> None:
    assert blocks("BEGIN:VCARD\nFN:a\nAGENT:\nBEGIN:VCARD\nFN:inner\n") == [("FN:a\nAGENT:", True)]


def test_there_are_only_so_many_cards_inside_one() -> None:
    inside = "AGENT:\nBEGIN:VCARD\nEND:VCARD\n"
    assert len(blocks("BEGIN:VCARD\n" + inside * 90 + "END:VCARD\n")) == 1
    assert len(blocks("BEGIN:VCARD\n" + inside * 900)) > 700
    assert len(blocks("AGENT:\nBEGIN:VCARD\n" * 900)) > 70
