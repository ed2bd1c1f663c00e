"""PostgreSQL's connections go from one test's app to the next: a new one knows no table and no plan yet.

What a backend has to look up before it first answers from a table takes longer than most tests ask it for.
"""

from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Engine

# All that DISCARD ALL forgets, but for statements that are prepared: the tables they ask stay the same.
AS_NEW = """
    CLOSE ALL; UNLISTEN *; SELECT pg_advisory_unlock_all(); DISCARD SEQUENCES; DISCARD TEMP;
    RESET SESSION AUTHORIZATION; RESET ALL
"""


class KeptConnections:
    """Those that an engine has closed, for the next engine that would open one to the same address."""

    def __init__(self) -> None:
        self._opened = dict[psycopg.Connection[Any], str]()
        self._idle = dict[str, list[psycopg.Connection[Any]]]()

    def serve(self, engine: Engine) -> None:
        """Let this engine, which has connected nowhere yet, take its connections from here and give them back."""
        event.listen(engine, "do_connect", self._connect)
        engine.dialect.do_close = self._keep  # type: ignore[method-assign]
        engine.dialect.do_terminate = self._keep  # type: ignore[method-assign]

    def idle_pids(self) -> list[int]:
        """The backends behind connections that nobody uses."""
        return [
            one.info.backend_pid for some in self._idle.values() for one in some if not one.closed
        ]

    def close(self) -> None:
        """Close those that nobody uses."""
        for some in self._idle.values():
            for one in some:
                one.close()
        self._idle.clear()

    def _connect(
        self, dialect: Any, _record: object, arguments: Any, parameters: Any
    ) -> psycopg.Connection[Any]:
        # A dialect's own way of reading values is the same in all: it is no part of the address.
        address = repr(sorted(item for item in parameters.items() if item[0] != "context"))
        idle = self._idle.setdefault(address, [])
        while idle:
            kept = idle.pop()
            if not kept.closed:
                return kept
        made: psycopg.Connection[Any] = dialect.connect(*arguments, **parameters)
        self._opened[made] = address
        return made

    def _keep(self, dbapi_connection: Any) -> None:
        connection: psycopg.Connection[Any] = dbapi_connection
        try:
            connection.rollback()
            connection.autocommit = True
            connection.execute(AS_NEW.encode())
            connection.isolation_level = connection.read_only = None
            connection.autocommit = False
        except psycopg.Error:  # lost, or in the middle of something
            self._opened.pop(connection, None)
            connection.close()
        else:
            self._idle.setdefault(self._opened[connection], []).append(connection)
