"""The way to the mail server: encrypted and verified or not at all, one connection for many emails, patient."""

import datetime as dt
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mentorhub.mail import smtp
from mentorhub.mail.message import Message
from mentorhub.mail.smtp import (
    Connection,
    PutOff,
    Refused,
    Silent,
)
from tests.support import fake_smtp

MAIL = Message("post@localhost", "brid@example.org", b"Subject: A seat\r\n\r\n.\r\nA seat\r\n")
TODAY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2120, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for localhost that it has signed itself."""
    return _made(tmp_path_factory.mktemp("tls"), host="localhost")


@pytest.fixture(params=[True, False], ids=["smtps", "starttls"])
def secured(request: pytest.FixtureRequest, certificate: Path) -> Iterator[fake_smtp.Server]:
    """A mail server with TLS from the first byte, or when asked for."""
    with fake_smtp.running(tls=_context(certificate), is_smtps=request.param) as running:
        yield running


@pytest.fixture
def server() -> Iterator[fake_smtp.Server]:
    """A mail server in the clear."""
    with fake_smtp.running() as running:
        yield running


def test_a_server_with_a_trusted_certificate_gets_the_email(
    secured: fake_smtp.Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    _send(secured.url)
    assert len(secured.mails) == 1


def test_a_server_with_a_certificate_that_nobody_vouches_for_gets_nothing(
    secured: fake_smtp.Server,
) -> None:
    with pytest.raises(Silent, match="SSLCertVerificationError"):
        _send(secured.url)
    assert secured.mails == []


def test_a_server_under_another_name_gets_nothing(
    secured: fake_smtp.Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(Silent, match="SSLCertVerificationError"):
        _send(secured.url.replace("localhost", "127.0.0.1"))
    assert secured.mails == []


def test_a_server_that_offers_no_tls_where_it_is_wanted_gets_nothing(
    server: fake_smtp.Server,
) -> None:
    with pytest.raises(Silent, match="SMTPNotSupportedError"):
        _send(server.url + "?starttls")
    assert (server.mails, server.logins) == ([], 0)


def test_a_name_and_password_sign_in(server: fake_smtp.Server) -> None:
    _send(server.url.replace("smtp://", "smtp://me:p%40ss@"))
    assert (server.logins, len(server.mails)) == (1, 1)


def test_a_password_that_is_refused_is_the_installs_trouble(server: fake_smtp.Server) -> None:
    server.answers = {"AUTH": "535 no"}
    with pytest.raises(Silent, match="SMTPAuthenticationError 535"):
        _send(server.url.replace("smtp://", "smtp://me:wrong@"))


def test_many_mails_go_over_one_connection(server: fake_smtp.Server) -> None:
    connection = Connection(server.url)
    for _ in range(5):
        connection.send(MAIL)
    connection.close()
    connection.close()
    assert (len(server.mails), server.connections) == (5, 1)


@pytest.mark.parametrize(("idle_seconds", "connections"), [(0.0, 2), (60.0, 1)])
def test_a_connection_is_tried_out_after_a_pause_and_not_before_each_email(
    server: fake_smtp.Server,
    monkeypatch: pytest.MonkeyPatch,
    idle_seconds: float,
    connections: int,
) -> None:
    monkeypatch.setattr(smtp, "IDLE_SECONDS", idle_seconds)
    connection = Connection(server.url)
    connection.send(MAIL)
    server.answers = {"NOOP": "421 too long idle"}
    connection.send(MAIL)
    connection.close()
    assert (len(server.mails), server.connections) == (2, connections)


def test_a_server_that_hangs_up_between_two_emails_is_called_again(
    server: fake_smtp.Server,
) -> None:
    server.farewell = "421 enough for one connection"
    connection = Connection(server.url)
    connection.send(MAIL)
    time.sleep(0.2)
    server.farewell = ""
    connection.send(MAIL)
    connection.close()
    assert (len(server.mails), server.connections) == (2, 2)


@pytest.mark.parametrize(
    ("answers", "answer", "what"),
    [
        ({"CONNECT": "554 no service"}, "250", Silent),
        ({"MAIL": "421 closing"}, "250", Silent),
        ({"RCPT": "550 nobody"}, "250", Refused),
        ({"RCPT": "452 mailbox full"}, "250", PutOff),
        ({}, "552 too big", Refused),
        ({}, "451 later", PutOff),
    ],
)
def test_an_answer_means_what_its_code_says(
    server: fake_smtp.Server, answers: dict[str, str], answer: str, what: type[Exception]
) -> None:
    server.answers, server.answer = answers, answer
    with pytest.raises(what) as said:
        _send(server.url)
    assert "nobody" not in str(said.value)


def test_a_name_beyond_ascii_is_refused_where_the_server_knows_none(
    server: fake_smtp.Server,
) -> None:
    server.answers = {"EHLO": "250 test"}
    with pytest.raises(Refused, match="SMTPNotSupportedError"):
        _send(server.url, replace(MAIL, recipient="bríd@example.org"))
    assert (server.senders, server.raw) == ([], [])


def test_a_server_that_never_answers_is_waited_for_only_so_long(
    server: fake_smtp.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.2)
    server.hangs_up_after_taking = True
    with pytest.raises(PutOff):
        _send(server.url)
    with pytest.raises(Silent):
        _send("smtp://192.0.2.1:25")  # an address that answers nobody (RFC 5737)


def _send(url: str, mail: Message = MAIL) -> None:
    connection = Connection(url)
    try:
        connection.send(mail)
    finally:
        connection.close()


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    return context


def _made(folder: Path, *, host: str) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(TODAY[0])
        .not_valid_after(TODAY[1])
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    file.with_suffix(".key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


def test_a_servers_name_beyond_ascii_is_looked_up_as_browsers_would(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def silent(address: tuple[str, int], *_: object, **__: object) -> None:
        asked.append(address[0])
        raise OSError

    monkeypatch.setattr(socket, "create_connection", silent)
    for url in ("smtp://mail.straße.example:25", "smtps://mail.straße.example"):
        with pytest.raises(Silent):
            Connection(url).send(MAIL)
    assert asked == ["mail.xn--strae-oqa.example"] * 2
