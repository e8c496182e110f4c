"""No lost and no double edit: small in the ordinary suite, full size with `pytest -m faults -s`, which prints."""

from __future__ import annotations

import pytest

from tests.faults.harness import Count, killed, many_writers


def _nothing_lost(count: Count) -> None:
    assert (count.lost, count.doubled, count.broken) == (0, 0, 0), str(count)


def test_eight_writers_lose_and_double_nothing(url: str) -> None:
    count = many_writers(url, cases=4, processes=2, threads=4, each=2)
    _nothing_lost(count)
    assert count.acknowledged == 4 * 8 * 2 and count.unasked == 0


def test_two_kills_lose_and_double_nothing_that_was_acknowledged(url: str) -> None:
    count = killed(url, kills=2, cases=3, threads=2)
    _nothing_lost(count)
    assert count.acknowledged >= 2


@pytest.mark.faults
def test_32_writers_on_1000_cases(url: str) -> None:
    # 8 processes of 4 writers; two processes, and so 8 writers, share each case.
    count = many_writers(url, cases=1_000, processes=8, threads=4, shares=4)
    print(f"\n32 writers on {url.split(':')[0]}: {count}")
    _nothing_lost(count)


@pytest.mark.faults
def test_50_kills_in_the_middle_of_writes(url: str) -> None:
    count = killed(url, kills=50, cases=20, threads=4)
    print(f"\n50 kills on {url.split(':')[0]}: {count}")
    _nothing_lost(count)
