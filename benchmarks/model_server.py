"""A provider on loopback, in a process of its own: it answers every step at once, or after a while.

`python -m benchmarks.model_server SECONDS`: prints its port. `GET /calls` says how many questions it has answered.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping

# Calm replies without a fact of their own: clean under any complaint.
CALM = {
    "Indonesian": "Mohon maaf atas kejadian ini, kami yang salah. Terima kasih sudah memberi tahu kami. "
    "Silakan kirim pesan pribadi kepada kami, ya.",
    "English": "We are sorry about this: the mistake was ours. Thank you for telling us. "
    "Please send us a private message.",
}
_USAGE = {"prompt_tokens": 900, "completion_tokens": 60, "total_tokens": 960}


class Server:
    """Speaks just as much of OpenAI's protocol as a whole, unstreamed answer needs."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._calls = seconds, 0

    async def serve(self) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0, backlog=512)
        print(server.sockets[0].getsockname()[1], flush=True)
        async with server:
            await server.serve_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = _length(head)
                body = json.loads(await reader.readexactly(length)) if length else None
                content = await self._answer(body)
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(content)
                )
                writer.write(content)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def _answer(self, body: Mapping[str, object] | None) -> bytes:
        if body is None:
            return json.dumps(self._calls).encode()
        self._calls += 1
        if self._seconds:
            await asyncio.sleep(self._seconds)
        return json.dumps(completion(body)).encode()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def completion(body: Mapping[str, object]) -> dict[str, object]:
    """A good answer to the question in `body`: a calm reply, or no findings."""
    asked = json.dumps(body)
    language = next((name for name in CALM if f"Language of the reply: {name}" in asked), "English")
    answer = {"findings": []} if '"ReviewAnswer"' in asked else {"reply": CALM[language], "questions": []}
    message = {"role": "assistant", "content": json.dumps(answer), "refusal": None}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": _USAGE,
    }


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):
        # Not on the core that is measured, where there is another.
        os.sched_setaffinity(0, {0})
    asyncio.run(Server(float(sys.argv[1])).serve())
