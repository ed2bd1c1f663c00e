"""A mail server for one test: speaks enough SMTP over a socket to take letters, or to refuse them."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class Server(socketserver.ThreadingTCPServer):
    """Keeps what it was sent; answers every DATA with `answer`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.answer = "250 taken"
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.logins = 0

    @property
    def url(self) -> str:
        """Its address as MENTORHUB_MAIL_URL writes it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Session(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self._say("220 test")
        for line in iter(self.rfile.readline, b""):
            command = line.decode().strip()
            verb = command.upper().partition(" ")[0]
            if verb == "DATA":
                self._take()
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say(self._answer(verb, command))

    def _answer(self, verb: str, command: str) -> str:
        if verb == "EHLO":
            return "250-test\r\n250-SMTPUTF8\r\n250-8BITMIME\r\n250 AUTH PLAIN"
        if verb == "AUTH":
            self.server.logins += 1
            return "235 welcome"
        if verb == "RCPT":
            self.server.recipients.append(command)
        return "250 ok"

    def _take(self) -> None:
        self._say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        if self.server.answer.startswith("250"):
            self.server.letters.append(letter)
        self._say(self.server.answer)

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def running() -> Iterator[Server]:
    """A server on a free port of this machine, gone afterwards."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(5)
