"""What stops a command is one line on stderr and status 2, never a trace."""

import pytest

from tests.cli.conftest import Alone, Command


def test_a_missing_setting_is_one_line_and_status_2(alone: Alone) -> None:
    done = alone("serve", environment={})
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "mentorhub: MENTORHUB_DATABASE_URL is not set; see README.md, «Settings»"
    ]


@pytest.mark.parametrize("words", ["serve", "work", "audit", "seed", "reconcile"])
def test_an_unmigrated_database_names_the_command(
    command: Command, unmigrated: str, words: str
) -> None:
    done = command(words, MENTORHUB_DATABASE_URL=unmigrated)
    assert done.exit_code == 2
    assert done.stderr == "mentorhub: the database is not up to date; run: mentorhub upgrade\n"


def test_a_database_that_does_not_answer_is_one_line(command: Command) -> None:
    done = command("audit", MENTORHUB_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert done.exit_code == 2
    assert done.stderr.startswith("mentorhub: the database does not answer: ")
    assert len(done.stderr.splitlines()) == 1
