"""GET /pause: what a scheduler asks before each round of posts."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any

from replyguard.cases.store import Cases
from replyguard.errors import StoreUnavailable
from replyguard.pausing.pauses import Pauses
from replyguard.pausing.serving import server
from replyguard.pausing.status import Status
from tests.cases.conftest import MEI
from tests.pausing.conftest import Clock


@contextmanager
def serving(status: Any) -> Iterator[int]:
    with server(status, port=0) as made:
        assert made.server_address[0] == "127.0.0.1"
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made.server_port
        made.shutdown()


def ask(port: int, path: str = "/pause", method: str = "GET") -> tuple[int, Any]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.headers["Cache-Control"] == "no-store" or answer.status == 501
    return answer.status, json.loads(body) if body and answer.status != 501 else None


def test_schedulers_are_told_whether_and_until_when_and_neither_why_nor_by_whom(cases: Cases, clock: Clock) -> None:
    pauses = Pauses(cases)
    with serving(pauses.status) as port:
        status, told = ask(port)
        assert (status, told["paused"], told["proposed"]) == (200, False, False)
        until = clock.at + timedelta(hours=2)
        pauses.start("Gugatan dari Tuan X", by=MEI, until=until)
        status, told = ask(port, "/pause?x=1")
        assert (status, told["paused"], told["until"]) == (200, True, until.isoformat())
        assert "Gugatan" not in json.dumps(told) and "Mei" not in json.dumps(told)
        clock.on(hours=2)
        assert ask(port)[1]["paused"] is False


def test_who_cannot_know_is_told_to_post_nothing(cases: Cases) -> None:
    def broken() -> Status:
        raise StoreUnavailable("the database at postgres://user:secret@host did not answer")

    with serving(broken) as port:
        status, told = ask(port)
    assert (status, told["paused"]) == (503, True)
    assert "secret" not in json.dumps(told)


def test_nothing_else_is_answered_and_nothing_can_be_changed(cases: Cases) -> None:
    with serving(Pauses(cases).status) as port:
        assert ask(port, "/")[0] == ask(port, "/pause/start")[0] == 404
        assert ask(port, method="HEAD") == (200, None)
        assert ask(port, method="POST")[0] == ask(port, method="DELETE")[0] == 501
