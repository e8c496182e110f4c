"""Where the files stand that travel with the program."""

from __future__ import annotations

from pathlib import Path

from replyguard.errors import DataError

PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder `name` ("prompts", "ui"): inside the installed package, else beside it in a checkout."""
    for place in (PACKAGE / name, PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise DataError(name, 0, "this folder is missing; install ReplyGuard again")
