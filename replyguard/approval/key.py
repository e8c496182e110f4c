"""The key that approvals are signed with: handed in, or made once and kept in a file for its owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from pydantic import SecretStr

from replyguard.errors import DataError, InputError

SHORTEST = 32
"""Characters of a key that is handed in: fewer can be guessed."""


def key_from(given: SecretStr | None, file: Path) -> bytes:
    """The key handed in, else the one in `file`, which is made on first use with mode 600.

    `InputError` where the one handed in is too short; `DataError` where the file is damaged or others can read it.
    """
    if given is None:
        return _kept(file)
    secret = given.get_secret_value().encode()
    if len(secret) < SHORTEST:
        raise InputError("approval_key", f"is too short; give {SHORTEST} characters or more, made by chance")
    return secret


def _kept(file: Path) -> bytes:
    try:
        if not file.exists():
            _make(file)
        if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise DataError(file, 0, "others can read this key; run chmod 600 on it, or delete it for a new one")
        key = file.read_bytes()
    except OSError as error:
        raise DataError(file, 0, f"the approval key cannot be kept here: {type(error).__name__}") from error
    if len(key) < SHORTEST:
        raise DataError(file, 0, "this key is damaged; delete it to have a new one made, and approve again")
    return key


def _make(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(secrets.token_hex(32).encode())
            out.flush()
            os.fsync(out.fileno())
        # A link appears whole or not at all, and never over another process's key.
        with contextlib.suppress(FileExistsError):
            os.link(fresh, file)
    finally:
        fresh.unlink(missing_ok=True)
