"""One message to one address: signed, and tried again where another try may help. It never carries a reply."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from replyguard.domain.base import Frozen
from replyguard.errors import InputError
from replyguard.pausing.signature import HEADER, signature

TRIES = 4
_SECONDS = 5.0  # for a connection, and for an answer


class Sent(Frozen):
    """How it went. `tries`: made; `status`: of the last answer, None without one; `problem`: "" where it arrived."""

    tries: int
    status: int | None = None
    problem: str = ""

    @property
    def delivered(self) -> bool:
        return not self.problem


class _Refused(Exception):
    def __init__(self, problem: str, status: int | None = None, *, again: bool) -> None:
        super().__init__(problem)
        self.status, self.again = status, again


def address_of(url: str) -> SplitResult:
    """The parts of an address that may be told: https, or http on this machine; else an `InputError` without it."""
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        port_is_one = False
    if not port_is_one or not url.isprintable() or " " in url or not parts.hostname or parts.username is not None:
        raise InputError("pause_webhooks", "should be addresses like https://host/path")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts.hostname)):
        raise InputError("pause_webhooks", "should begin with https://; http:// only for this machine")
    return parts


def name_of(url: str) -> str:
    """What an address may be called in a list: its host, and twelve digits that tell it from others there."""
    return f"{(address_of(url).hostname or '')[:100]}#{sha256(url.encode()).hexdigest()[:12]}"


def send(
    url: str, body: bytes, key: bytes, *, now: Callable[[], datetime], sleep: Callable[[float], None] = time.sleep
) -> Sent:
    """Send it, up to `TRIES` times; each try is signed anew, with its own time."""
    tries = 0

    def once() -> int:
        nonlocal tries
        tries += 1
        return _post(url, body, signature(body, key, now()))

    retrying = Retrying(
        retry=retry_if_exception(lambda error: isinstance(error, _Refused) and error.again),
        wait=wait_random_exponential(multiplier=0.5, max=8), stop=stop_after_attempt(TRIES), sleep=sleep, reraise=True,
    )  # fmt: skip
    try:
        return Sent(status=retrying(once), tries=tries)
    except _Refused as refused:
        return Sent(tries=tries, status=refused.status, problem=str(refused))


def _post(url: str, body: bytes, signed: str) -> int:
    parts = address_of(url)
    connection = _connection(parts)
    try:
        headers = {"Content-Type": "application/json", "User-Agent": "ReplyGuard", HEADER: signed}
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        # Only its kind: the words can hold the address.
        raise _Refused(f"no answer ({type(error).__name__})", again=True) from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        # A redirect is not followed: the next address is nobody's choice here.
        raise _Refused(f"answered {status}", status, again=status in {408, 425, 429} or status >= 500)
    return status


def _connection(parts: SplitResult) -> HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return HTTPSConnection(host, parts.port, timeout=_SECONDS, context=ssl.create_default_context())
    return HTTPConnection(host, parts.port, timeout=_SECONDS)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
