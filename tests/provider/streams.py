"""Answers that come as they are written: in pieces, with a pause wherever a test wants to look."""

from __future__ import annotations

import json
import select
import socket
import threading
from dataclasses import dataclass, field
from typing import Any

from tests.provider.server import USAGE, Exchange, counts

_HEAD: dict[str, Any] = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}


@dataclass
class Stream:
    """Writes `pieces`, and waits behind the first `before` of them until `go` is set or the client has gone.

    pause: seconds behind every other piece. began: set when it waits. left: set when the client hung up on it.
    """

    pieces: tuple[str, ...]
    before: int
    finish: str = "stop"
    tool: str = ""
    pause: float = 0.0
    go: threading.Event = field(default_factory=threading.Event)
    began: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)

    def __call__(self, exchange: Exchange) -> None:
        assert exchange.body["stream"] is True
        try:
            self._tell(exchange)
        except OSError:
            # Who hangs up with words still unread sends a reset, not an end: at whatever comes next.
            self.left.set()
            raise

    def _tell(self, exchange: Exchange) -> None:
        exchange.handler.close_connection = True
        exchange.handler.send_response(200)
        exchange.handler.send_header("Content-Type", "text/event-stream")
        exchange.handler.end_headers()
        for number, piece in enumerate(self.pieces):
            if number == self.before:
                self.began.set()
            if (number == self.before or self.pause) and not self._waited(exchange, number == self.before):
                return
            self._write(exchange, {"choices": [{"index": 0, "delta": self._delta(piece), "finish_reason": None}]})
        self._write(exchange, {"choices": [{"index": 0, "delta": {}, "finish_reason": self.finish}]})
        if counts(exchange.body):
            self._write(exchange, {"choices": [], "usage": USAGE})
        exchange.handler.wfile.write(b"data: [DONE]\n\n")

    def _delta(self, piece: str) -> dict[str, Any]:
        if not self.tool:
            return {"content": piece}
        return {"tool_calls": [{"index": 0, "id": "1", "function": {"name": self.tool, "arguments": piece}}]}

    def _write(self, exchange: Exchange, event: dict[str, Any]) -> None:
        exchange.handler.wfile.write(f"data: {json.dumps({**_HEAD, **event})}\n\n".encode())
        exchange.handler.wfile.flush()

    def _waited(self, exchange: Exchange, long: bool) -> bool:
        """False where the client hung up: then its socket can be read, and there is nothing in it."""
        while not self.go.wait(0.02 if long else self.pause):
            readable, _, _ = select.select([exchange.handler.connection], [], [], 0)
            if readable and not exchange.handler.connection.recv(1):
                self.left.set()
                return False
            if not long:
                break
        return True


@dataclass
class Silence:
    """Says nothing until the client has gone. began: set when it was asked. left: set when the client hung up."""

    began: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)

    def __call__(self, exchange: Exchange) -> None:
        exchange.handler.close_connection = True
        self.began.set()
        connection = exchange.handler.connection
        while not exchange.handler.server.provider.closing.is_set():  # type: ignore[attr-defined]  # ours, see Provider
            readable, _, _ = select.select([connection], [], [], 0.05)
            if readable and not _more(connection):
                self.left.set()
                return


def _more(connection: socket.socket) -> bool:
    try:
        return bool(connection.recv(1))
    except OSError:
        return False


def cut(text: str, *, every: int = 5) -> tuple[str, ...]:
    """`text` in pieces of so many characters."""
    return tuple(text[at : at + every] for at in range(0, len(text), every))
