"""Many writers, and writers that are killed: what the store holds afterwards against what it acknowledged."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from replyguard.cases.store import Cases
from replyguard.domain.case import Person, Role
from replyguard.domain.complaint import Complaint
from replyguard.settings import Settings

ROOT = Path(__file__).parent.parent.parent
SARI = Person(name="Sari", role=Role.AGENT)


@dataclass(frozen=True)
class Count:
    """What was acknowledged, and what of it is lost (not there), doubled (there twice) or broken (chains).

    unasked: written though nobody was told so, which a kill between the write and the word may leave.
    """

    cases: int
    acknowledged: int
    conflicts: int
    kills: int
    unasked: int
    lost: int
    doubled: int
    broken: int
    seconds: float

    def __str__(self) -> str:
        return ", ".join(f"{value:,.0f} {name}" for name, value in vars(self).items())


def many_writers(url: str, *, cases: int, processes: int, threads: int, each: int = 1, shares: int = 1) -> Count:
    """Every writer edits every case of its process's share (1 in `shares`) `each` times, all at once."""
    store = Cases(url, settings=Settings(offline=True))
    ids = _opened(store, cases)
    began = time.monotonic()
    running = []
    for process in range(processes):
        names = [f"writer {process}.{thread}" for thread in range(threads)]
        running.append(_started(url, ids[process % shares :: shares], names, each))
    ended = [one.communicate() for one in running]
    seconds = time.monotonic() - began
    assert all(one.returncode == 0 for one in running), [said[1] for said in ended]
    lines = [line for out, _ in ended for line in out.splitlines()]
    conflicts = sum(int(said.split()[-1]) for _, said in ended)
    return _counted(store, lines, conflicts=conflicts, kills=0, seconds=seconds)


def killed(url: str, *, kills: int, cases: int, threads: int, seed: int = 1) -> Count:
    """A process of `threads` writers is killed with signal 9 while it writes, `kills` times; all write to one store."""
    chance = random.Random(seed)
    store = Cases(url, settings=Settings(offline=True))
    ids = _opened(store, cases)
    lines: list[str] = []
    began = time.monotonic()
    for number in range(kills):
        names = [f"writer {number}.{thread}" for thread in range(threads)]
        running = _started(url, ids, names, 1_000)
        assert running.stdout is not None
        lines.append(running.stdout.readline().rstrip("\n"))
        time.sleep(chance.uniform(0.0, 0.3))
        assert running.poll() is None, "it ended before it was killed"
        running.kill()
        out, _ = running.communicate()
        lines += [line for line in out.split("\n")[:-1] if line]
        # Opened anew each time, as whoever comes after a crash does.
        again = Cases(url, settings=Settings(offline=True))
        assert again.verify().holds
        again.close()
    return _counted(store, lines, conflicts=0, kills=kills, seconds=time.monotonic() - began)


def _opened(store: Cases, cases: int) -> list[str]:
    return [store.open_case(Complaint(text=f"Kopi nomor {n} dingin"), by=SARI).id for n in range(cases)]


def _started(url: str, cases: list[str], names: list[str], each: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.writing"]
    pipe = subprocess.PIPE
    running = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT)
    assert running.stdin is not None
    running.stdin.write(json.dumps({"url": url, "cases": cases, "names": names, "each": each}))
    running.stdin.close()
    running.stdin = None
    return running


def _counted(store: Cases, lines: list[str], *, conflicts: int, kills: int, seconds: float) -> Count:
    told = [tuple(line.split("\t")) for line in lines]
    audit = store.verify()
    there = Counter(
        (case, version.text) for case in {head.case for head in store.heads()} for version in store.get(case).versions
    )
    store.close()
    return Count(
        cases=audit.cases,
        acknowledged=len(told),
        conflicts=conflicts,
        kills=kills,
        unasked=len(set(there) - set(told)),
        lost=len(set(told) - set(there)),
        doubled=sum(count > 1 for count in there.values()),
        broken=len(audit.breaks),
        seconds=seconds,
    )
