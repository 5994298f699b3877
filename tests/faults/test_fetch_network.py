"""TLS, names, both event loops, and the reasons for everything that can go wrong between."""

from __future__ import annotations

import asyncio
import inspect
import socket
import ssl
import subprocess
import threading
import warnings
from ipaddress import ip_network
from pathlib import Path

import anyio
import httpcore2
import pytest
import uvloop

from satchel.model.pages import FetchFailed, Page, Reason
from satchel.pipeline.fetching.backend import explain
from satchel.pipeline.fetching.fetcher import Fetcher
from satchel.pipeline.fetching.resolver import SystemResolver
from tests.faults.hostile_server import PUBLIC, Forbidden, Web, answer, failure, fetcher, names
from tests.patience import HANG

pytestmark = pytest.mark.faults

RESOLVER = names(good_test=[PUBLIC], other_test=[PUBLIC])


class Certificate:
    """A self-signed certificate for good.test, valid for two days or for one day long ago."""

    def __init__(self, folder: Path, expired: bool = False) -> None:
        key, chain, wish, rules = (
            folder / name for name in ("key.pem", "chain.pem", "wish.pem", "rules.cnf")
        )
        new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(key)]
        about = ["-subj", "/CN=good.test", "-addext", "subjectAltName=DNS:good.test"]
        if expired:
            rules.write_text(RULES.format(folder=folder))
            (folder / "index").touch()
            openssl("req", "-new", *new_key, *about, "-out", str(wish))
            past = ("-startdate", "20200101000000Z", "-enddate", "20200102000000Z")
            signed = ("-keyfile", str(key), "-in", str(wish), "-out", str(chain))
            openssl("ca", "-config", str(rules), "-selfsign", "-batch", "-notext", *signed, *past)
        else:
            openssl("req", "-x509", *new_key, *about, "-days", "2", "-out", str(chain))
        self.server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.load_cert_chain(chain, key)
        self.asked_for: list[object] = []  #: server names as clients said them
        self.server.sni_callback = lambda _socket, name, _context: self.asked_for.append(name)
        self.client = ssl.create_default_context(cafile=str(chain))


RULES = """
[ca]
default_ca = own
[own]
database = {folder}/index
new_certs_dir = {folder}
rand_serial = yes
default_md = sha256
copy_extensions = copy
policy = any
[any]
commonName = supplied
"""


def openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=HANG)


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return Certificate(tmp_path)


def quiet(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """The server's side of a refused handshake is none of the test's business."""


async def over_tls(certificate: Certificate, host: str, tls: ssl.SSLContext | None) -> Page | FetchFailed:
    asyncio.get_running_loop().set_exception_handler(quiet)
    pages = {"/": answer("302 x", Location="/there"), "/there": answer()}
    async with Web(pages, tls=certificate.server) as web:
        try:
            return await fetcher(resolver=RESOLVER, tls=tls).fetch(web.url("/", host))
        except FetchFailed as failed:
            return failed


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
def test_the_certificate_is_checked_against_the_name(certificate: Certificate, run: object) -> None:
    found = run(over_tls(certificate, "good.test", certificate.client))  # type: ignore[operator]
    assert isinstance(found, Page), found
    assert found.body == b"hello"
    assert found.url.startswith("https://good.test:")
    assert certificate.asked_for == ["good.test", "good.test"]


@pytest.mark.parametrize("host", ["other.test", PUBLIC])
def test_a_certificate_for_another_name_is_refused(certificate: Certificate, host: str) -> None:
    found = asyncio.run(over_tls(certificate, host, certificate.client))
    assert isinstance(found, FetchFailed)
    assert (found.reason, found.permanent) == (Reason.TLS, True)
    assert certificate.asked_for[0] == (None if host == PUBLIC else host)


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Certificate) -> None:
    found = asyncio.run(over_tls(certificate, "good.test", None))
    assert isinstance(found, FetchFailed)
    assert (found.reason, found.permanent) == (Reason.TLS, True)
    assert "self-signed" in found.detail


def test_an_expired_certificate_is_refused(tmp_path: Path) -> None:
    expired = Certificate(tmp_path, expired=True)
    found = asyncio.run(over_tls(expired, "good.test", expired.client))
    assert isinstance(found, FetchFailed)
    assert found.reason is Reason.TLS
    assert "expired" in found.detail


def test_old_tls_is_refused(certificate: Certificate) -> None:
    certificate.server.set_ciphers("ALL:@SECLEVEL=0")
    certificate.server.maximum_version = ssl.TLSVersion.TLSv1_2
    assert isinstance(asyncio.run(over_tls(certificate, "good.test", certificate.client)), Page)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        certificate.server.minimum_version = ssl.TLSVersion.TLSv1
        certificate.server.maximum_version = ssl.TLSVersion.TLSv1
    found = asyncio.run(over_tls(certificate, "good.test", certificate.client))
    assert isinstance(found, FetchFailed)
    assert found.reason in (Reason.TLS, Reason.UNREACHABLE)


def test_plain_http_on_a_tls_port_and_the_reverse_are_failures(certificate: Certificate) -> None:
    async def run() -> None:
        asyncio.get_running_loop().set_exception_handler(quiet)
        async with Web({"/": answer()}) as plain, Web({"/": answer()}, tls=certificate.server) as secure:
            failed = await failure(fetcher(deadline=0.5), plain.url().replace("http:", "https:"))
            assert failed.reason in (Reason.TLS, Reason.UNREACHABLE, Reason.TIMEOUT)
            failed = await failure(fetcher(), secure.url().replace("https:", "http:"))
            assert failed.reason in (Reason.BROKEN, Reason.UNREACHABLE)

    asyncio.run(run())


def test_a_handshake_that_never_ends_is_given_up() -> None:
    async def run() -> None:
        with Forbidden(PUBLIC) as mute:
            failed = await failure(fetcher(deadline=0.2), f"https://{PUBLIC}:{mute.port}/")
        assert failed.reason is Reason.TIMEOUT

    asyncio.run(run())


def test_uvloop_refuses_and_fetches_alike() -> None:
    async def run() -> None:
        async with Web({"/": answer()}) as web:
            assert (await fetcher(resolver=RESOLVER).fetch(web.url("/", "good.test"))).body == b"hello"
            assert (await failure(fetcher(), "http://127.0.0.1:8080/")).reason is Reason.REFUSED
            assert (await failure(fetcher(), f"http://{PUBLIC}:1024/")).reason is Reason.UNREACHABLE

    uvloop.run(run())


def test_the_second_address_is_tried_when_the_first_does_not_answer() -> None:
    async def run() -> bytes:
        async with Web({"/": answer()}) as web:
            both = [ip_network("127.0.0.8/31")]
            client = fetcher(resolver=names(two_test=["127.0.0.8", PUBLIC]), allow_networks=both)
            return (await client.fetch(web.url("/", "two.test"))).body

    assert asyncio.run(run()) == b"hello"


def every_exception() -> list[type[Exception]]:
    from httpcore2 import _exceptions

    found = {
        kind for kind in vars(httpcore2).values() if inspect.isclass(kind) and issubclass(kind, Exception)
    }
    found |= {
        kind for kind in vars(_exceptions).values() if inspect.isclass(kind) and issubclass(kind, Exception)
    }
    return sorted(found, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", every_exception())
def test_every_exception_of_the_library_has_a_reason(kind: type[Exception]) -> None:
    explained = explain(kind("for this test"))
    assert isinstance(explained.reason, Reason)
    if "Timeout" in kind.__name__:
        assert explained.reason is Reason.TIMEOUT
    elif kind.__name__ in ("ConnectError", "ReadError", "WriteError", "NetworkError"):
        assert explained.reason is Reason.UNREACHABLE


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ssl.SSLError(1, "bad"), Reason.TLS),
        (ssl.SSLCertVerificationError(1, "bad"), Reason.TLS),
        (ConnectionResetError(), Reason.UNREACHABLE),
        (TimeoutError(), Reason.TIMEOUT),
        (anyio.EndOfStream(), Reason.UNREACHABLE),
        (anyio.BrokenResourceError(), Reason.UNREACHABLE),
        (RuntimeError("unheard of"), Reason.BROKEN),
        (FetchFailed(Reason.NAME), Reason.NAME),
    ],
)
def test_every_other_exception_has_a_reason_too(error: Exception, reason: Reason) -> None:
    assert explain(error).reason is reason


def test_a_name_server_that_hangs_costs_neither_the_caller_nor_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    release = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        release.wait(HANG)
        return []

    def names_at_work() -> set[threading.Thread]:
        return {thread for thread in threading.enumerate() if thread.name == "names"}

    before = names_at_work()
    monkeypatch.setattr(socket, "getaddrinfo", hang)
    resolver = SystemResolver(threads=2, patience=0.05)

    async def run() -> None:
        client = Fetcher(resolver=resolver)
        found = await asyncio.gather(*(failure(client, f"http://a{n}.test/") for n in range(5)))
        assert [(one.reason, one.permanent) for one in found] == [(Reason.NAME, False)] * 5
        assert len(names_at_work() - before) == 2

    asyncio.run(run())
    release.set()
    resolver.close()


def test_the_system_is_asked_and_its_no_is_final(monkeypatch: pytest.MonkeyPatch) -> None:
    def no(host: str, *_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME if host == "gone.test" else socket.EAI_AGAIN, "no such name")

    async def run() -> None:
        client = fetcher()
        async with Web({"/": answer()}) as web:
            assert (await client.fetch(web.url())).body == b"hello"
        resolver = SystemResolver()
        assert await resolver("localhost", 80)
        resolver.close()
        monkeypatch.setattr(socket, "getaddrinfo", no)
        gone, later = await failure(client, "http://gone.test/"), await failure(client, "http://later.test/")
        assert (gone.reason, gone.permanent) == (Reason.NAME, True)
        assert (later.reason, later.permanent) == (Reason.NAME, False)
        await client.aclose()
        assert (await failure(client, "http://gone.test/")).reason is Reason.UNREACHABLE

    asyncio.run(run())
