"""A server on loopback that speaks OpenAI's chat completions protocol, with faults scripted request by request."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HTML = "<html><head><title>503</title></head><body>upstream <b>unavailable</b></body></html>"
USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


@dataclass
class Exchange:
    """One connection's handler as a script sees it. `body`: what the client asked."""

    handler: Handler
    body: dict[str, Any]

    def send(self, status: int, content: str, headers: Mapping[str, str] | None = None, *, length: int = 0) -> None:
        """An answer; `length`: the Content-Length to claim, where it is to be a lie."""
        data = content.encode()
        self.handler.send_response(status)
        given = {"Content-Type": "application/json", "Content-Length": str(length or len(data)), **(headers or {})}
        for name, value in given.items():
            self.handler.send_header(name, value)
        self.handler.end_headers()
        self.handler.wfile.write(data)
        self.handler.wfile.flush()


Script = Callable[[Exchange], None]


def completion(
    content: str | None,
    *,
    finish: str = "stop",
    refusal: str | None = None,
    usage: Mapping[str, Any] | None = USAGE,
    tools: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """A whole answer in the protocol's form.

    usage: None where the server does not count.
    tools: calls, by name and arguments.
    """
    message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": refusal}
    if tools:
        calls = [{"name": name, "arguments": arguments} for name, arguments in tools]
        message["tool_calls"] = [
            {"id": f"call_{number}", "type": "function", "function": call} for number, call in enumerate(calls)
        ]
    choice: dict[str, Any] = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
    whole: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
    }
    return whole if usage is None else {**whole, "usage": usage}


def says(
    content: object, *, finish: str = "stop", refusal: str | None = None, usage: Mapping[str, Any] | None = USAGE
) -> Script:
    """Answers with `content`; what is no text is sent as JSON. A streaming client gets it in pieces."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)

    def script(exchange: Exchange) -> None:
        if exchange.body.get("stream"):
            _stream(exchange, text or "", finish, usage)
        else:
            exchange.send(200, json.dumps(completion(text, finish=finish, refusal=refusal, usage=usage)))

    return script


def calls(*arguments: object, finish: str = "tool_calls", content: str | None = None) -> Script:
    """Answers by calling the tool it was given, once with each of `arguments`; what is no text is sent as JSON."""

    def script(exchange: Exchange) -> None:
        name = exchange.body["tools"][0]["function"]["name"]
        given = [(name, one if isinstance(one, str) else json.dumps(one)) for one in arguments]
        exchange.send(200, json.dumps(completion(content, finish=finish, tools=given)))

    return script


def by_model(**scripts: Script) -> Script:
    """Answers each model by its own script."""
    return lambda exchange: scripts[exchange.body["model"]](exchange)


def by_method(schema: Script, tools: Script, text: Script) -> Script:
    """Answers by the way in which a form was asked for."""

    def script(exchange: Exchange) -> None:
        body = exchange.body
        (schema if "response_format" in body else tools if "tools" in body else text)(exchange)

    return script


def counts(body: Mapping[str, Any]) -> bool:
    """Whether a streaming client asked for the usage: OpenAI sends it to no other."""
    return bool((body.get("stream_options") or {}).get("include_usage"))


def _stream(exchange: Exchange, text: str, finish: str, usage: Mapping[str, Any] | None) -> None:
    pieces: list[dict[str, Any]] = [{"content": text[at : at + 8]} for at in range(0, len(text), 8)]
    events: list[dict[str, Any]] = [{"index": 0, "delta": piece, "finish_reason": None} for piece in pieces]
    events.append({"index": 0, "delta": {}, "finish_reason": finish})
    head: dict[str, Any] = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
    lines = [f"data: {json.dumps({**head, 'choices': [event]})}\n\n" for event in events]
    if usage is not None and counts(exchange.body):
        lines.append(f"data: {json.dumps({**head, 'choices': [], 'usage': usage})}\n\n")
    exchange.send(200, "".join([*lines, "data: [DONE]\n\n"]), {"Content-Type": "text/event-stream"})


def fails(status: int, *, code: str = "", message: str = "no", headers: Mapping[str, str] | None = None) -> Script:
    """An error in the protocol's form."""
    error: dict[str, Any] = {"message": message, "type": code or "error", "code": code or None, "param": None}
    content = json.dumps({"error": error})
    return lambda exchange: exchange.send(status, content, headers)


def echoes_the_key(exchange: Exchange) -> None:
    """401, with the key and the complaint in the message, as providers do."""
    key = exchange.handler.headers.get("Authorization", "")
    fails(401, code="invalid_api_key", message=f"Incorrect API key provided: {key}. {exchange.body}")(exchange)


def sends(status: int, content: str, content_type: str = "application/json") -> Script:
    """These very characters."""
    return lambda exchange: exchange.send(status, content, {"Content-Type": content_type})


def stalls(seconds: float) -> Script:
    """Says nothing for a while, then hangs up."""

    def script(exchange: Exchange) -> None:
        exchange.handler.server.wait(seconds)  # type: ignore[attr-defined]  # ours, see Provider
        exchange.handler.close_connection = True

    return script


def drips(content: object, *, every: float) -> Script:
    """A good answer, a few characters at a time: no single read is ever slow."""

    def script(exchange: Exchange) -> None:
        data = json.dumps(completion(json.dumps(content))).encode()
        exchange.send(200, "", length=len(data))
        for at in range(0, len(data), 4):
            exchange.handler.wfile.write(data[at : at + 4])
            exchange.handler.wfile.flush()
            exchange.handler.server.wait(every)  # type: ignore[attr-defined]  # ours, see Provider

    return script


def resets(exchange: Exchange) -> None:
    """Breaks the connection without an answer."""
    linger = struct.pack("ii", 1, 0)  # on, zero seconds: closing sends RST
    exchange.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    exchange.handler.close_connection = True
    exchange.handler.connection.close()


def cuts_the_body(content: object) -> Script:
    """Half of a good answer, then the connection ends."""

    def script(exchange: Exchange) -> None:
        data = json.dumps(completion(json.dumps(content)))
        exchange.send(200, data[: len(data) // 2], length=len(data))
        exchange.handler.close_connection = True

    return script


@dataclass
class Request:
    """What one request brought. `headers`: names in small letters; `at`: when, in seconds of the monotonic clock."""

    path: str
    headers: dict[str, str]
    raw: bytes
    at: float

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found


class Handler(BaseHTTPRequestHandler):
    """Records a request and lets the next script answer it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        provider: Provider = self.server.provider  # type: ignore[attr-defined]  # ours, see Provider
        request = Request(
            self.path, {name.lower(): value for name, value in self.headers.items()}, raw, time.monotonic()
        )
        script = provider.next_for(request)
        try:
            script(Exchange(self, request.body))
        except OSError:
            self.close_connection = True  # the client has gone: many faults end so
        finally:
            provider.ended()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests read the records."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    provider: Provider

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that a script broke is no news."""

    def wait(self, seconds: float) -> None:
        self.provider.closing.wait(seconds)


@dataclass
class Provider:
    """The scripted provider. `plan`: one script a request, the last one for all that follow."""

    plan: list[Script] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    busy: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.provider = self
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def will(self, *scripts: Script) -> None:
        """Answers the next requests so, the last script for all that follow."""
        self.plan[:] = scripts

    def next_for(self, request: Request) -> Script:
        with self._lock:
            self.requests.append(request)
            self.busy += 1
            return self.plan.pop(0) if len(self.plan) > 1 else self.plan[0]

    def ended(self) -> None:
        with self._lock:
            self.busy -= 1

    @property
    def received(self) -> str:
        """All that was ever sent here, as it came and with its JSON escapes resolved."""
        raw = [request.raw.decode() for request in self.requests]
        plain = [turn["content"] for request in self.requests for turn in request.body["messages"]]
        return "\n".join([*raw, *plain])

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
