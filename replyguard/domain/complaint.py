"""What a customer said in public, and what the business has confirmed about it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints, ValidationError, field_validator

from replyguard.domain.base import Frozen
from replyguard.errors import InputError

Fact = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]

LONGEST_COMPLAINT = 20_000


class Complaint(Frozen):
    """A public complaint.

    text:     the customer's words, untouched; 1 to 20,000 characters.
    facts:    sentences that the business has confirmed; a reply may state these and no others.
    channel:  where it stands: google_review, x, facebook, instagram, app_store, email, marketplace, or another name.
    language: `en`, `id` or another pack's code; None lets triage find out.
    customer: how the customer is to be named in public, where known ("Dewi"); None otherwise.
    """

    text: str = Field(min_length=1, max_length=LONGEST_COMPLAINT)
    facts: tuple[Fact, ...] = ()
    channel: str = Field(default="other", pattern=r"^[a-z][a-z0-9_]{0,39}$")
    language: str | None = None
    customer: str | None = Field(default=None, min_length=1, max_length=80)

    @field_validator("channel", mode="before")
    @classmethod
    def _one_spelling(cls, value: object) -> object:
        return value.strip().lower().replace("-", "_").replace(" ", "_") if isinstance(value, str) else value

    @field_validator("text")
    @classmethod
    def _says_something(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("is blank; paste the customer's words")
        return value

    @classmethod
    def of(cls, **fields: Any) -> Complaint:
        """A complaint from untrusted fields; an `InputError` names the first wrong one."""
        try:
            return cls(**fields)
        except ValidationError as error:
            raise input_error(error) from None


def input_error(error: ValidationError) -> InputError:
    """The first problem of a pydantic error as ours, without the value: it may be a customer's words."""
    first = error.errors(include_input=False, include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "input"
    if first["type"] == "string_unicode":
        return InputError(field, "holds half a character (a lone surrogate); save it as UTF-8 and try again")
    return InputError(field, first["msg"].removeprefix("Value error, "))
