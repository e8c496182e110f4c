"""What may follow where a comment breaks the comment policy."""

from __future__ import annotations

from enum import StrEnum


class Consequence(StrEnum):
    """A step of the ladder, the mildest first. Each is done by the platform's own means, by a person.

    Nothing here deletes a comment, and criticism meets none of them.
    """

    REMIND = "remind"
    HIDE = "hide"
    BLOCK_FOR_A_TIME = "block_for_a_time"
    BLOCK_FOR_GOOD = "block_for_good"
