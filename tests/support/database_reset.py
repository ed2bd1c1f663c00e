"""One PostgreSQL database for test after test: emptied between two of them, copied again where that is not enough.

Emptying takes half a millisecond; copying the migrated template and dropping the copy, twenty-five. The connections
of one test's app go to the next as well.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import scalar_row

from tests.support.kept_connections import KeptConnections
from tests.support.postgres import APP, Cluster

TURNS = 100  # tests to one copy: what they deleted is still in its files
KEPT = "alembic_version"
_numbers = itertools.count(1)

# Any change of the schema is written down where no roll-back takes it back: in a sequence.
WATCH = """
    CREATE SCHEMA watch;
    CREATE SEQUENCE watch.changes;
    CREATE FUNCTION watch.change() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS
        $$ BEGIN PERFORM nextval('watch.changes'); END $$;
    CREATE EVENT TRIGGER change ON ddl_command_end EXECUTE FUNCTION watch.change();
"""
LEAVE = """
    SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    AND pid <> ALL(%s)
"""
TABLES = f"""
    SELECT format('SELECT %L WHERE EXISTS (SELECT FROM %I)', relname, relname) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> '{KEPT}'
"""
RESTART = """
    SELECT setval(format('%I.%I', schemaname, sequencename), start_value, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL
"""


def watch(cluster: Cluster, template: str) -> None:
    """Let a migrated template, and each copy of it, write down changes of its schema."""
    cluster.execute(WATCH, database=template)


class ReusedDatabase:
    """Copies of one template, one at a time."""

    def __init__(self, cluster: Cluster, template: str) -> None:
        self._cluster, self._template = cluster, template
        self._copy: _Copy | None = None
        self.connections = KeptConnections()

    @contextmanager
    def turn(self) -> Iterator[str]:
        """An empty migrated database; its URL for the app role."""
        self._copy = self._copy or _Copy(self._cluster, self._template)
        yield self._cluster.url(APP, self._copy.name)
        if not self._copy.emptied(spare=self.connections.idle_pids()):
            self.drop()

    def drop(self) -> None:
        """Away with the present copy, if there is one."""
        self.connections.close()
        if self._copy is not None:
            self._copy.connection.close()
            self._cluster.drop_database(self._copy.name)
        self._copy = None


class _Copy:
    """A copy, and the connection of a superuser that empties it."""

    def __init__(self, cluster: Cluster, template: str) -> None:
        self.name = f"test_{next(_numbers)}"
        cluster.copy_database(template, self.name)
        self.connection = psycopg.connect(
            cluster.url("postgres", self.name), autocommit=True, row_factory=scalar_row
        )
        self._turns = 0
        self._ask("SET session_replication_role = replica")  # no trigger, no foreign key
        self._filled = " UNION ALL ".join(self._ask(TABLES))

    def emptied(self, *, spare: list[int]) -> bool:
        """Empty it; False when another is needed: the schema was changed, or its turns are over.

        Whoever is still connected has to leave, but for the backends to `spare`: nobody uses them.
        """
        self._turns += 1
        self._ask(LEAVE, spare)
        if self._turns == TURNS or self._ask("SELECT is_called FROM watch.changes")[0]:
            return False
        for table in self._ask(self._filled):
            self.connection.execute(f'DELETE FROM "{table}"'.encode())
        self._ask(RESTART)
        return True

    def _ask(self, words: str, *values: Any) -> list[Any]:
        answer = self.connection.execute(words.encode(), values or None)
        return answer.fetchall() if answer.description else []
