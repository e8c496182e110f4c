"""Everything ReplyGuard raises.

    ReplyGuardError
    ├── InputError        a value handed in is wrong            .field
    ├── DataError         a data file is wrong                  .path .line
    ├── ModelError        the language model did not help       .retryable .advice
    │   ├── ModelUnavailable   no answer: network, rate limit, time
    │   ├── ModelRejected      the provider said no: key, permission, request
    │   ├── AnswerUnusable     it answered, but nothing that can be trusted
    │   └── BudgetSpent        the deadline or the allowance is used up
    └── CaseError         the record of a case did not take it
        ├── CaseNotFound       there is no such case                .case
        ├── CaseChanged        somebody else wrote first            .case .version .yours .theirs
        ├── ApprovalRefused    this text may not be approved        .reasons
        ├── CaseBroken         its record was changed by hand      .case .number
        └── StoreUnavailable   the database did not answer

A message says where, what, and what to do next. None holds complaint text or a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class ReplyGuardError(Exception):
    """The root: catch this to catch all that ReplyGuard raises on purpose."""


class InputError(ReplyGuardError):
    """A value handed in is wrong. `field` names it as the caller wrote it."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field


class DataError(ReplyGuardError):
    """A data file is wrong. `line` counts from 1; 0 where the file as a whole is meant."""

    def __init__(self, path: Path | str, line: int, problem: str) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {problem}")
        self.path, self.line = Path(path), line


class ModelError(ReplyGuardError):
    """The model did not help. `advice` is one sentence that a user can act on; `retryable`: another try may work."""

    def __init__(self, advice: str, *, retryable: bool = False) -> None:
        super().__init__(advice)
        self.advice, self.retryable = advice, retryable


class ModelUnavailable(ModelError):
    """No answer came: the network, a rate limit, or the time."""


class ModelRejected(ModelError):
    """The provider refused the call: the key, the permission, or the request itself."""


class AnswerUnusable(ModelError):
    """An answer came that cannot be trusted: refused, cut off, filtered, empty, or not of the asked form."""


class BudgetSpent(ModelError):
    """The time for the whole reply is over, or a limit in tokens or dollars allows no further call."""


class CaseError(ReplyGuardError):
    """The record of a case did not take what it was given. Nothing of it was written."""


class CaseNotFound(CaseError):
    """There is no case of this id."""

    def __init__(self, case: str) -> None:
        super().__init__(f"there is no case {case!r}; `replyguard case list` prints their ids")
        self.case = case


class CaseChanged(CaseError):
    """Somebody else wrote first, so that this write rests on what is no longer so.

    version: of the case as it now stands. `yours`, `theirs`: the two texts where both wrote one, else "".
    """

    def __init__(self, case: str, *, seen: int, version: int, yours: str = "", theirs: str = "") -> None:
        super().__init__(f"case {case} is at version {version}, not {seen}: read it again, then decide what stays")
        self.case, self.seen, self.version = case, seen, version
        self.yours, self.theirs = yours, theirs


class ApprovalRefused(CaseError):
    """This text may not be approved as things stand. `reasons`: every one; `str()` of one is ready to show."""

    def __init__(self, reasons: Sequence[object]) -> None:
        super().__init__("; ".join(map(str, reasons)))
        self.reasons = tuple(reasons)


class CaseBroken(CaseError):
    """The record of this case was changed behind our back, so that event `number` cannot be read at all."""

    def __init__(self, case: str, number: int) -> None:
        super().__init__(f"event {number} of case {case} was changed by hand; run `replyguard audit verify`")
        self.case, self.number = case, number


class StoreUnavailable(CaseError):
    """The database did not answer, or is not one of ours."""
