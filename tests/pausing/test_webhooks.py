"""Webhooks: signed, tried again, never lost. A real server receives them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from replyguard.cases.store import Cases
from replyguard.errors import InputError
from replyguard.pausing.pauses import Pauses
from replyguard.pausing.sending import TRIES, name_of, send
from replyguard.pausing.signature import HEADER, is_genuine, signature
from replyguard.pausing.webhooks import Webhooks
from replyguard.settings import Settings
from tests.cases.conftest import MEI
from tests.pausing.conftest import Clock
from tests.pausing.receiver import receiving

KEY = "a key that the receiver knows as well"
SECONDS = list[float]


def webhooks(cases: Cases, clock: Clock, *urls: str, waited: SECONDS | None = None) -> Webhooks:
    told = Settings(offline=True, pause_webhooks=urls, webhook_key=KEY)
    return Webhooks(cases.database, told, now=clock, sleep=(waited if waited is not None else []).append)


def test_who_asked_is_told_in_a_message_that_they_can_trust(cases: Cases, clock: Clock) -> None:
    with receiving(204) as receiver:
        hooks = webhooks(cases, clock, receiver.url)
        pauses = Pauses(cases, tell=hooks.tell)
        pauses.start("Kurir mogok", by=MEI, until=clock.at + timedelta(hours=3))
        clock.on(hours=1)
        pauses.resume(by=MEI)
    first, second = map(json.loads, receiver.bodies)
    assert (first["event"], first["paused"], first["reason"], first["by"]) == (
        "pause.started",
        True,
        "Kurir mogok",
        "Mei",
    )
    assert first["until"] == (clock.at + timedelta(hours=2)).isoformat()
    assert (second["event"], second["paused"], second["number"]) == ("pause.resumed", False, 2)
    assert [event.digest for event in pauses.events()] == [first["id"], second["id"]]
    signed = receiver.headers[1][HEADER]
    assert is_genuine(signed, receiver.bodies[1], KEY.encode(), now=clock.at)
    assert not is_genuine(signed, receiver.bodies[0], KEY.encode(), now=clock.at)
    assert hooks.dead_letters() == ()


def test_a_server_that_fails_twice_is_tried_until_it_works(cases: Cases, clock: Clock) -> None:
    waited: SECONDS = []
    with receiving(503, 0, 200) as receiver:
        hooks = webhooks(cases, clock, receiver.url, waited=waited)
        Pauses(cases, tell=hooks.tell).start("Kurir mogok", by=MEI)
    assert len(receiver.bodies) == 3 and len(set(receiver.bodies)) == 1
    assert len(waited) == 2 and all(0 <= seconds <= 8 for seconds in waited)
    assert hooks.dead_letters() == ()


def test_a_server_that_never_works_leaves_a_dead_letter_that_can_be_sent_again(cases: Cases, clock: Clock) -> None:
    with receiving(*[500] * (2 * TRIES), 200) as receiver:
        hooks = webhooks(cases, clock, receiver.url)
        assert Pauses(cases, tell=hooks.tell).start("Kurir mogok", by=MEI).paused
        (dead,) = hooks.dead_letters()
        assert (dead.event, dead.tries, dead.status, dead.problem) == (1, TRIES, 500, "answered 500")
        assert [letter.tries for letter in hooks.resend()] == [2 * TRIES]
        assert [letter.tries for letter in hooks.dead_letters()] == [2 * TRIES]
        clock.on(hours=5)
        assert hooks.resend() == hooks.dead_letters() == ()
        assert hooks.resend() == ()
    assert len(receiver.bodies) == 2 * TRIES + 1
    # Signed anew, hours later: the receiver does not take it for a replay.
    assert is_genuine(receiver.headers[-1][HEADER], receiver.bodies[-1], KEY.encode(), now=clock.at)


@pytest.mark.parametrize("status", [301, 400, 401, 404, 410])
def test_a_clear_no_is_not_asked_again_and_a_redirect_not_followed(cases: Cases, clock: Clock, status: int) -> None:
    with receiving(status) as receiver:
        hooks = webhooks(cases, clock, receiver.url)
        Pauses(cases, tell=hooks.tell).start("Kurir mogok", by=MEI)
    assert len(receiver.bodies) == 1
    (dead,) = hooks.dead_letters()
    assert (dead.tries, dead.status) == (1, status)


def test_one_dead_address_does_not_keep_the_others_from_hearing(cases: Cases, clock: Clock) -> None:
    with receiving(200) as gone:
        pass
    with receiving(200) as receiver:
        hooks = webhooks(cases, clock, gone.url, receiver.url)
        Pauses(cases, tell=hooks.tell).start("Kurir mogok", by=MEI)
    assert len(receiver.bodies) == 1
    (dead,) = hooks.dead_letters()
    assert dead.target == name_of(gone.url) and dead.status is None
    assert "no answer" in dead.problem


def test_what_was_never_sent_because_we_were_stopped_is_a_dead_letter_too(cases: Cases, clock: Clock) -> None:
    Pauses(cases).start("Kurir mogok", by=MEI)
    with receiving(200) as receiver:
        hooks = webhooks(cases, clock, receiver.url)
        assert [(letter.event, letter.problem) for letter in hooks.dead_letters()] == [(1, "never sent")]
        assert hooks.resend() == ()
    assert json.loads(receiver.bodies[0])["event"] == "pause.started"


def test_neither_address_nor_key_is_kept_or_shown(cases: Cases, clock: Clock) -> None:
    with receiving(500) as receiver:
        hooks = webhooks(cases, clock, receiver.url)
        Pauses(cases, tell=hooks.tell).start("Kurir mogok", by=MEI)
    (dead,) = hooks.dead_letters()
    assert "s3cret" not in dead.model_dump_json()
    assert dead.target.startswith("127.0.0.1#")
    assert KEY not in receiver.bodies[0].decode() + str(receiver.headers)


@pytest.mark.parametrize(
    "address", ["http://example.com/x", "ftp://127.0.0.1/", "https://", "https://a:b@host/x", "x", "https://host:x/"]
)
def test_an_address_that_will_not_do_is_refused_without_showing_it(cases: Cases, clock: Clock, address: str) -> None:
    with pytest.raises(InputError) as refused:
        webhooks(cases, clock, address)
    assert refused.value.field == "pause_webhooks"
    assert "example.com" not in str(refused.value)


NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "taken"), [(0, True), (4, True), (-4, True), (6, False), (-6, False), (600, False)]
)
def test_a_replay_is_refused_by_its_time(minutes: int, taken: bool) -> None:
    signed = signature(b"body", b"key", NOW)
    assert is_genuine(signed, b"body", b"key", now=NOW + timedelta(minutes=minutes)) is taken


def test_a_signature_is_for_one_body_one_key_and_one_time() -> None:
    signed = signature(b"body", b"key", NOW)
    later = signed.replace(str(int(NOW.timestamp())), str(int(NOW.timestamp()) + 60))
    for header, body, key in (
        (signed, b"body!", b"key"), (signed, b"body", b"kez"), (later, b"body", b"key"), ("", b"body", b"key"),
        (signed.upper(), b"body", b"key"), (signed + " ", b"body", b"key"), (signed[:-1], b"body", b"key"),
    ):  # fmt: skip
        assert not is_genuine(header, body, key, now=NOW)


def test_each_try_has_its_own_time() -> None:
    clock = Clock()
    with receiving(503, 200) as receiver:
        sent = send(receiver.url, b"{}", b"key", now=clock, sleep=lambda _: clock.on(minutes=10))
    assert sent.delivered and sent.tries == 2
    first, second = (headers[HEADER] for headers in receiver.headers)
    assert first != second and is_genuine(second, b"{}", b"key", now=clock.at)


def test_the_receiver_in_the_document_takes_what_we_send_and_nothing_old() -> None:
    text = (Path(__file__).parents[2] / "docs" / "pause.md").read_text(encoding="utf-8")
    known: dict[str, Any] = {}
    exec(text.split("```python\n")[1].split("```")[0], known)  # noqa: S102 (our own example)
    now = datetime.now(UTC)
    assert known["accept"](signature(b"{}", b"key", now), b"{}", b"key")
    assert not known["accept"](signature(b"{}", b"key", now - timedelta(hours=1)), b"{}", b"key")
