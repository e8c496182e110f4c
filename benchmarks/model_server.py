"""A provider on loopback, in a process of its own: it answers every step at once, or after a while.

`python -m benchmarks.model_server SECONDS`: prints its port. `GET /calls` says how many questions it has answered.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import zlib
from collections.abc import Mapping

# Calm sentences without a fact of their own, clean under any complaint: one of each row makes a reply. They differ from
# reply to reply, for a text that was read before costs less.
_CALM = {
    "Bahasa Indonesia": (
        (
            "Mohon maaf atas kejadian ini, kami yang salah.",
            "Kami minta maaf atas kejadian ini: ini kesalahan kami.",
            "Maaf sekali atas kejadian ini, kesalahannya ada pada kami.",
            "Kami mohon maaf, ini memang kesalahan kami.",
        ),
        (
            "Terima kasih sudah memberi tahu kami.",
            "Terima kasih sudah menyampaikannya kepada kami.",
            "Terima kasih atas masukannya.",
            "Terima kasih sudah menulis kepada kami.",
        ),
        (
            "Silakan kirim pesan pribadi kepada kami, ya.",
            "Mohon kirim pesan pribadi kepada kami, ya.",
            "Silakan hubungi kami lewat pesan pribadi.",
            "Boleh kirim pesan pribadi kepada kami?",
        ),
    ),
    "English": (
        (
            "We are sorry about this: the mistake was ours.",
            "We are truly sorry about this: it was our mistake.",
            "We apologise for this. It was our mistake.",
            "We are sorry. This was our mistake.",
        ),
        (
            "Thank you for telling us.",
            "Thank you for letting us know.",
            "Thank you for writing to us.",
            "Thank you for taking the time to tell us.",
        ),
        (
            "Please send us a private message.",
            "Could you send us a private message, please?",
            "Please write to us in a private message.",
            "Please reach us by private message.",
        ),
    ),
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


def calm(language: str, case: str) -> str:
    """A calm reply in `language` to `case`, always the same one."""
    drawn = zlib.crc32(case.encode())
    return " ".join(row[drawn >> 4 * number & 3] for number, row in enumerate(_CALM[language]))


def completion(body: Mapping[str, object]) -> dict[str, object]:
    """A good answer to the question in `body`: a calm reply, or no findings."""
    asked = json.dumps(body)
    language = next((name for name in _CALM if f"Language of the reply: {name}" in asked), "English")
    answer = {"findings": []} if '"ReviewAnswer"' in asked else {"reply": calm(language, asked), "questions": []}
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
