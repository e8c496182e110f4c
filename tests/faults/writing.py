"""One process that writes as fast as it can and says what was acknowledged: run as `python -m tests.faults.writing`.

Standard input is a JSON object: `url`, `cases` (ids), `writers` (threads), `names` (theirs), `each` (edits of a case by
one writer). A line goes out after each edit that the store acknowledged: case, tab, text.
"""

from __future__ import annotations

import json
import os
import random
import sys
from concurrent.futures import ThreadPoolExecutor

from replyguard.cases.store import Cases
from replyguard.domain.case import Person, Role
from replyguard.errors import CaseChanged
from replyguard.settings import Settings


def edit_until_taken(store: Cases, case: str, text: str, by: Person) -> int:
    """How many conflicts it met before it was written."""
    conflicts = 0
    while True:
        try:
            store.edit(store.get(case), text, by=by)
        except CaseChanged:
            conflicts += 1
        else:
            return conflicts


def write(store: Cases, cases: list[str], name: str, each: int) -> int:
    order = [case for case in cases for _ in range(each)]
    random.Random(name).shuffle(order)
    conflicts = 0
    for number, case in enumerate(order):
        text = f"{name} {number}"
        conflicts += edit_until_taken(store, case, text, Person(name=name, role=Role.AGENT))
        # One call of the system for one line: a kill leaves it whole or not at all.
        os.write(1, f"{case}\t{text}\n".encode())
    return conflicts


def main() -> None:
    told = json.load(sys.stdin)
    store = Cases(told["url"], settings=Settings(offline=True))
    with ThreadPoolExecutor(len(told["names"])) as pool:
        done = [pool.submit(write, store, told["cases"], name, told["each"]) for name in told["names"]]
        conflicts = sum(one.result() for one in done)
    os.write(2, f"conflicts {conflicts}\n".encode())
    store.close()


if __name__ == "__main__":
    main()
