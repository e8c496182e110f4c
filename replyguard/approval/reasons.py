"""Why a text may not be approved or posted: a code for programs, words for people in every language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from replyguard.domain.base import Frozen
from replyguard.languages import yaml
from replyguard.languages.schema import Words

_FILE = Path(__file__).parent / "reasons.yaml"


class Why(StrEnum):
    """Every reason there is; its words stand in `reasons.yaml`."""

    MAY_NOT_APPROVE = "may_not_approve"
    ERASED = "erased"
    BROKEN = "broken"
    NOT_TRIAGED = "not_triaged"
    NOT_LATEST = "not_latest"
    BLANK = "blank"
    NOT_READ = "not_read"
    OTHER_REVIEW = "other_review"
    UNREVIEWED = "unreviewed"
    NOT_READY = "not_ready"
    FINDING_STANDS = "finding_stands"
    MAY_NOT_DISMISS = "may_not_dismiss"
    SECOND_AFTER_OVERRIDE = "second_after_override"
    SECOND_AFTER_EMOTION = "second_after_emotion"
    SECOND_FOR_RISK = "second_for_risk"
    SECOND_BY_POLICY = "second_by_policy"
    SECOND_REFUSED = "second_refused"
    COOLING = "cooling"
    PAUSED = "paused"
    CASE_PAUSED = "case_paused"
    BEFORE_PAUSE = "before_pause"
    IN_PAUSE = "in_pause"
    WAITED = "waited"
    ALREADY_POSTED = "already_posted"
    NO_APPROVAL = "no_approval"
    NOT_OURS = "not_ours"
    OTHER_CASE = "other_case"
    OTHER_TEXT = "other_text"
    OTHER_STATE = "other_state"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    VOIDED = "voided"


class Reason(Frozen):
    """One reason. `words`: by language code, ready to show; `str()` is the English."""

    code: Why
    words: dict[str, str]

    def __str__(self) -> str:
        return self.words["en"]

    @classmethod
    def of(cls, code: Why, **values: object) -> Reason:
        """The reason with its values put in; a time is shown in UTC, to the minute."""
        shown = {name: _shown(value) for name, value in values.items()}
        return cls(code=code, words={language: words.format(**shown) for language, words in _worded()[code].items()})


def codes(reasons: Iterable[Reason]) -> tuple[Why, ...]:
    """The codes alone, in order."""
    return tuple(reason.code for reason in reasons)


@cache
def _worded() -> dict[Why, dict[str, Words]]:
    found: dict[Why, dict[str, Words]] = yaml.read(_FILE, dict[Why, dict[str, Words]])
    return found


def _shown(value: object) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if isinstance(value, datetime) else str(value)
