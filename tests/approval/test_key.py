"""The key that approvals are signed with."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from replyguard.approval.key import SHORTEST, key_from
from replyguard.errors import DataError, InputError

LONG = "a key of our own, which is long enough"


def test_a_key_that_is_handed_in_is_used_and_no_file_is_made(tmp_path: Path) -> None:
    assert key_from(SecretStr(LONG), tmp_path / "key") == LONG.encode()
    assert not (tmp_path / "key").exists()


def test_a_short_key_is_refused_and_not_repeated_in_the_error() -> None:
    short = "s" * (SHORTEST - 1)
    with pytest.raises(InputError) as refused:
        key_from(SecretStr(short), Path("unused"))
    assert refused.value.field == "approval_key"
    assert short not in str(refused.value)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "approval.key"
    first = key_from(None, file)
    assert len(first) >= SHORTEST
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert key_from(None, file) == first
    assert list(file.parent.iterdir()) == [file]


def test_two_installations_have_two_keys(tmp_path: Path) -> None:
    assert key_from(None, tmp_path / "one") != key_from(None, tmp_path / "two")


def test_many_who_come_first_at_once_all_get_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: key_from(None, tmp_path / "key"), range(64)))
    assert len(keys) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key"
    key_from(None, file)
    file.chmod(mode)
    with pytest.raises(DataError, match="chmod 600"):
        key_from(None, file)


def test_a_key_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key"
    key_from(None, file)
    file.write_bytes(b"short")
    with pytest.raises(DataError, match="damaged"):
        key_from(None, file)


def test_a_place_where_no_key_can_be_kept_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match="cannot be kept"):
        key_from(None, tmp_path / "file" / "key")
