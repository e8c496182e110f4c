"""A fresh process that reviews, as a user's would: it prints one JSON value.

`python -m benchmarks.child first LANGUAGE`: the most memory it held, in MB, after one review.
`python -m benchmarks.child all LANGUAGE`:   the same, after every labelled reply.
`python -m benchmarks.child hostile NAME`:   milliseconds of the longest review of that text, by language.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from pathlib import Path

from replyguard import ReplyGuard

FIRST = {
    "en": "We are sorry you feel that way, but you should have read the description.",
    "id": "Maaf kalau Kakak merasa kecewa, tapi seharusnya Kakak baca deskripsi dulu.",
}
_TRIES, _PATIENCE = 3, 1_000.0
# A piece of a hostile text, so that all that it asks for is loaded; and a number, which asks for a library of its own.
_PIECE, _NUMBER = 200, " 0812 3456 7890"


def main(what: str, name: str) -> None:
    guard = ReplyGuard(offline=True)
    if what == "hostile":
        print(json.dumps(_hostile(guard, name)))
        return
    guard.review(FIRST[name], language=name)
    if what == "all":
        _read_all(guard)
    print(json.dumps(_peak()))


def _peak() -> float:
    # `ru_maxrss` of a process begins, on Linux, with what the one that started it held: `VmHWM` is its own.
    if sys.platform == "linux":
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # macOS counts bytes, others kilobytes.
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _read_all(guard: ReplyGuard) -> None:
    from benchmarks.texts import development

    for one in development():
        guard.review(one.reply, one.answered, facts=() if one.answered else one.facts)


def _hostile(guard: ReplyGuard, name: str) -> dict[str, float]:
    from benchmarks.texts import hostile

    text = hostile()[name]
    for code, first in FIRST.items():
        guard.review(first + _NUMBER, language=code)
        guard.review(text[:_PIECE], language=code)
    # What loading has left to be thrown away is not thrown away while the clock runs.
    gc.collect()
    return {code: _longest(guard, text, code) for code in FIRST}


def _longest(guard: ReplyGuard, text: str, language: str) -> float:
    from benchmarks.timing import clocked

    times: list[float] = []
    # What takes a second once need not be waited for again.
    while len(times) < _TRIES and (not times or max(times) < _PATIENCE):
        times.append(clocked(lambda one: guard.review(one, language=language), text)[1])
    return max(times)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
