"""A mail server for one test: speaks enough SMTP, with TLS if wanted, to take emails or to refuse them."""

import datetime as dt
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Server(socketserver.ThreadingTCPServer):
    """Keeps what it was sent; answers every DATA with `answer`, and a verb of `answers` with what stands there.

    With `tls`, a connection is encrypted from its first byte where `is_smtps`, else once STARTTLS asks for it.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, tls: ssl.SSLContext | None = None, is_smtps: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.tls, self.is_smtps = tls, is_smtps
        self.answer = "250 taken"
        self.answers: dict[str, str] = {}
        self._mails: list[EmailMessage] = []
        self.raw: list[bytes] = []  # the octets of each, without the last dot
        self.senders: list[str] = []  # the commands, as are the recipients
        self.recipients: list[str] = []
        self.logins = 0
        self.connections = 0
        self.hangs_up_after_taking = False
        self.farewell = ""  # said after an email that was taken; then it hangs up
        self.stamp: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
        self.taken_at: list[dt.datetime] = []  # by `stamp`, as long as `mails`

    @property
    def url(self) -> str:
        """Its address as MENTORHUB_MAIL_URL writes it."""
        port = self.server_address[1]
        if self.tls is None:
            return f"smtp://127.0.0.1:{port}"
        return f"smtps://localhost:{port}" if self.is_smtps else f"smtp://localhost:{port}?starttls"

    @property
    def mails(self) -> list[EmailMessage]:
        """Each as a parser reads it, once somebody asks: nobody reads a benchmark's thousands."""
        for raw in self.raw[len(self._mails) :]:
            mail = message_from_bytes(raw, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self._mails.append(mail)
        return self._mails

    @property
    def message_ids(self) -> list[str]:
        """Of all emails that were taken, in order."""
        return [str(mail["Message-ID"]) for mail in self.mails]


class _Session(socketserver.StreamRequestHandler):
    server: Server

    def setup(self) -> None:
        self.server.connections += 1
        if self.server.is_smtps:
            self._encrypt()
        super().setup()

    def handle(self) -> None:
        try:
            self._talk()
        except (OSError, ValueError):
            return  # the other side has hung up

    def _talk(self) -> None:
        self._say(self.server.answers.get("CONNECT", "220 test"))
        while line := self.rfile.readline():  # another file once STARTTLS has been asked for
            command = line.decode().strip()
            verb = command.upper().partition(" ")[0]
            if verb == "DATA" and not self._take():
                return
            if verb == "STARTTLS":
                self._say("220 go ahead")
                self._encrypt()
                super().setup()
            if verb not in {"DATA", "STARTTLS"}:
                self._say(self.server.answers.get(verb) or self._answer(verb, command))
            if verb == "QUIT":
                return

    def _answer(self, verb: str, command: str) -> str:
        if verb == "EHLO":
            offers = ["test", "SMTPUTF8", "8BITMIME", "AUTH PLAIN"]
            if self.server.tls is not None and not self.server.is_smtps:
                offers.insert(1, "STARTTLS")
            return "\r\n".join([*(f"250-{one}" for one in offers[:-1]), f"250 {offers[-1]}"])
        if verb == "AUTH":
            self.server.logins += 1
            return "235 welcome"
        if verb == "MAIL":
            self.server.senders.append(command)
        if verb == "RCPT":
            self.server.recipients.append(command)
        return "221 bye" if verb == "QUIT" else "250 ok"

    def _take(self) -> bool:
        self._say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        raw = b"".join(line.removeprefix(b".") for line in lines)  # RFC 5321 section 4.5.2
        if self.server.answer.startswith("250"):
            self.server.raw.append(raw)
            self.server.taken_at.append(self.server.stamp())
        if self.server.hangs_up_after_taking:
            return False
        self._say(self.server.answer)
        if self.server.farewell:
            time.sleep(0.02)  # a packet of its own
            self._say(self.server.farewell)
        return not self.server.farewell

    def _encrypt(self) -> None:
        assert self.server.tls is not None
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            return
        finally:
            self.request.close()  # the encrypted one, of which the server does not know


@contextmanager
def running(*, tls: ssl.SSLContext | None = None, is_smtps: bool = False) -> Iterator[Server]:
    """A server on a free port of this machine, gone afterwards."""
    with _Quiet(tls=tls, is_smtps=is_smtps) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(5)


class _Quiet(Server):
    """A failed handshake is what a test wanted, not something to print."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing to say."""
