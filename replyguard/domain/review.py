"""What the second, colder reader says about a reply."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from replyguard.domain.base import Frozen


class Category(StrEnum):
    """The kinds of finding; their meanings stand in `cooldown/taxonomy.yaml`."""

    ANGER = "anger"
    SARCASM = "sarcasm"
    HURT = "hurt"
    SHOUTING = "shouting"
    BLAME_SHIFT = "blame_shift"
    DENIAL = "denial"
    EXCUSE = "excuse"
    MINIMIZING = "minimizing"
    NON_APOLOGY = "non_apology"
    COUNTERATTACK = "counterattack"
    OVERPROMISE = "overpromise"
    UNSUPPORTED_CLAIM = "unsupported_claim"
    CONCEALMENT = "concealment"
    PRIVACY = "privacy"
    PLACEHOLDER = "placeholder"
    TOO_LONG = "too_long"
    PUBLIC_COMPENSATION = "public_compensation"
    ROTE = "rote"
    REGISTER = "register"
    WRONG_LANGUAGE = "wrong_language"
    OFF_BRAND = "off_brand"


class Severity(StrEnum):
    """How much it weighs: `block` must not be posted, `warn` a careful person would rewrite, `note` is advice."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


class Verdict(StrEnum):
    """May it be posted as it stands? `unreviewed`: a required reader could not read it, so nobody can say."""

    READY = "ready"
    REVISE = "revise"
    HOLD = "hold"
    UNREVIEWED = "unreviewed"


class Part(StrEnum):
    """What a good reply has, in the order of the weight that research on apologies gives."""

    APOLOGY = "apology"
    SOLUTION = "solution"
    ACKNOWLEDGEMENT = "acknowledgement"
    OPENNESS = "openness"
    OFFLINE_CHANNEL = "offline_channel"


class Finding(Frozen):
    """Words in a reply that a calm person would change.

    start, end: half-open, in characters of the reviewed text; `quote` is what they cut out, `text[start:end]`.
    reason:     about these words, in the reply's own language.
    rewrite:    goes in the place of the quote; "" leaves the quote out; None: only a person can say it right.
    reader:     who found it; several are joined by "+" ("claims+rules").
    rule:       the id of the rule that fired, where a rule did.
    score:      how sure a reader that weighs is (0 to 1, calibrated), where one found it; None where none did.
    """

    category: Category
    severity: Severity
    start: int = Field(ge=0)
    end: int
    quote: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    rewrite: str | None = None
    reader: str
    rule: str | None = None
    score: float | None = Field(default=None, ge=0, le=1)

    @model_validator(mode="after")
    def _spans_its_quote(self) -> Finding:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"end: should be {self.start + len(self.quote)}, where the quote ends")
        return self

    @property
    def weighs(self) -> bool:
        """True where it bears on the verdict; a note is advice."""
        return self.severity is not Severity.NOTE


class Review(Frozen):
    """The verdict on one text, and what it rests on.

    findings:   what bears on the verdict (block and warn), by place in the text.
    notes:      advice that never changes the verdict.
    missing:    parts that a good reply has and this one lacks.
    checked_by: the readers that read the whole text, by name.
    language:   the pack that was read with ("en", "id"), "und" where none fits.
    problems:   sentences for the user: a reader that failed and why, a language nobody knows, a note on Malay.
    dropped:    findings of the model that quoted words that do not stand in the text.
    """

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    missing: tuple[Part, ...] = ()
    checked_by: tuple[str, ...] = ()
    language: str = "und"
    problems: tuple[str, ...] = ()
    dropped: int = 0

    @property
    def flagged(self) -> bool:
        """True where there is something that a revision could mend."""
        return bool(self.findings)

    @property
    def ready(self) -> bool:
        return self.verdict is Verdict.READY
