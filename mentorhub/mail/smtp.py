"""The SMTP client: one connection for several emails, encrypted and verified; what its refusals mean."""

import logging
import select
import smtplib  # noqa: TID251 - MENTORHUB_MAIL_URL
import ssl
import time
from collections.abc import Sequence
from urllib.parse import SplitResult, unquote, urlsplit

from mentorhub.foundation.email_addresses import domain_in_ascii
from mentorhub.mail.message import Message

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 15  # for each answer of the server; an email needs eight at most
IDLE_SECONDS = 2.0  # a connection that was used within them is not tried out by a NOOP
MAILBOX = "mailbox:"  # the demo's and the tests' server: the outbox itself is the mailbox
SMTPS_PORT, SUBMISSION_PORT, SMTP_PORT = 465, 587, 25


class NotAccepted(Exception):  # noqa: N818 - an answer, as refusals are
    """The email was not accepted; the words are the kind of error and the server's code, never a person's."""


class Silent(NotAccepted):
    """The server cannot be reached, trusted or signed in to, or accepts no mail from us: no email's fault."""


class Refused(NotAccepted):
    """The server will never accept this email (a reply of 5xx, RFC 5321 section 4.2.1)."""


class PutOff(NotAccepted):
    """The server does not accept this email now."""


class Connection:
    """A connection to the server that `url` names, opened when the first email goes; close it at the end.

    smtps: TLS from the first byte; smtp with ?starttls: TLS or nothing. The certificate is verified
    against the machine's trusted authorities and the host's name; this cannot be switched off.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._server: smtplib.SMTP | None = None
        self._used_at = 0.0  # by the monotonic clock

    def send(self, message: Message) -> None:
        """Hand one email over; returns once the server has accepted it. Raises `Silent`, `Refused` or `PutOff`."""
        if self._url == MAILBOX:
            return
        server = self._ready()
        try:
            server.sendmail(
                message.sender, message.recipient, message.octets, _options(server, message)
            )
        except smtplib.SMTPSenderRefused as error:
            self.close()
            raise Silent(_said(error, error.smtp_code)) from error
        except smtplib.SMTPRecipientsRefused as error:
            code = max(code for code, _ in error.recipients.values())
            raise _refusal(_said(error, code), code) from error
        except smtplib.SMTPNotSupportedError as error:  # an address beyond ASCII (RFC 6531)
            raise Refused(_said(error)) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(_said(error, error.smtp_code), error.smtp_code) from error
        except (
            smtplib.SMTPException,
            OSError,
        ) as error:  # it may have been accepted: same id again
            self.close()
            raise PutOff(_said(error)) from error

    def close(self) -> None:
        """Say QUIT. The answer changes nothing about the emails that were accepted."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                log.info("the mail server did not answer QUIT")
            server.close()

    def _ready(self) -> smtplib.SMTP:
        """The open connection, or a new one where there is none or the server has hung up meanwhile."""
        is_idle = time.monotonic() - self._used_at >= IDLE_SECONDS
        if self._server is not None and not _is_open(self._server, is_idle=is_idle):
            self.close()
        if self._server is None:
            try:
                self._server = _opened(urlsplit(self._url))
            except smtplib.SMTPResponseException as error:
                raise Silent(_said(error, error.smtp_code)) from error
            except (smtplib.SMTPException, OSError) as error:  # also every error of TLS
                raise Silent(_said(error)) from error
        self._used_at = time.monotonic()
        return self._server


def _options(server: smtplib.SMTP, message: Message) -> Sequence[str]:
    if (message.sender + message.recipient).isascii():
        return ()
    server.ehlo_or_helo_if_needed()
    if not server.has_extn("smtputf8"):
        raise smtplib.SMTPNotSupportedError
    return ("SMTPUTF8", "BODY=8BITMIME")  # RFC 6531


def _opened(parts: SplitResult) -> smtplib.SMTP:
    host = domain_in_ascii(parts.hostname or "")  # else Python's sockets would read it as IDNA 2003
    trusted = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(
            host, parts.port or SMTPS_PORT, timeout=TIMEOUT_SECONDS, context=trusted
        )
    else:
        wants_tls = parts.query == "starttls"
        port = parts.port or (SUBMISSION_PORT if wants_tls else SMTP_PORT)
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    try:
        if parts.scheme != "smtps" and parts.query == "starttls":
            server.starttls(context=trusted)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _is_open(server: smtplib.SMTP, *, is_idle: bool) -> bool:
    """Whether the connection still works. A NOOP asks, but only where there is a doubt: after a pause, or when
    something has come without being asked for, such as a 421 or the connection's end.
    """
    try:
        return not (is_idle or _has_spoken(server)) or server.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _has_spoken(server: smtplib.SMTP) -> bool:
    if server.sock is None:
        return True
    waiting = select.poll()  # not `select`, which takes no more than 1,024 open files
    waiting.register(server.sock, select.POLLIN)
    return bool(waiting.poll(0))


def _refusal(said: str, code: int) -> NotAccepted:
    return Refused(said) if 500 <= code < 600 else PutOff(said)


def _said(error: Exception, code: int | None = None) -> str:
    """What operators read; the server's own words may name a person."""
    return " ".join([type(error).__name__, *([str(code)] if code else [])])
