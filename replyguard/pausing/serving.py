"""`GET /pause` for schedulers: are posts paused, since when, until when? No reasons and no names: anybody may read it.

Answers 200 with JSON; 503 with `"paused": true` where the record cannot be read, for who cannot know should not post.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from replyguard.errors import ReplyGuardError
from replyguard.pausing.status import Status

PORT = 8502


def server(status: Callable[[], Status], address: str = "127.0.0.1", port: int = PORT) -> ThreadingHTTPServer:
    """A server that answers with what `status` says at each request; port 0: any that is free."""

    class Handler(_Handler):
        ask = staticmethod(status)

    made = ThreadingHTTPServer((address, port), Handler)
    made.daemon_threads = True
    return made


def shown(status: Status) -> dict[str, Any]:
    """What anybody may know."""
    pause = status.pause if status.paused else None
    return {
        "paused": status.paused, "since": pause.since.isoformat() if pause else None,
        "until": pause.until.isoformat() if pause and pause.until else None, "proposed": status.proposal is not None,
        "at": status.at.isoformat(),
    }  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    ask: Callable[[], Status]
    server_version, sys_version = "ReplyGuard", ""
    protocol_version = "HTTP/1.1"
    timeout = 10  # seconds; who says nothing for so long is let go

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/pause":
            self._answer(404, {"error": "ask for /pause"})
            return
        try:
            self._answer(200, shown(type(self).ask()))
        except ReplyGuardError:
            self._answer(503, {"paused": True, "error": "the record cannot be read; post nothing"})

    def do_HEAD(self) -> None:
        self.do_GET()

    def _answer(self, code: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(code)
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        for name, value in (*headers.items(), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: a request is no event of ours."""
