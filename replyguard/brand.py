"""The brand's profile: its voice, and what it may promise."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError

from replyguard.domain.base import Frozen
from replyguard.domain.complaint import input_error
from replyguard.languages import yaml


class Brand(Frozen):
    """Who answers, and how.

    name:            as it stands in public ("Kopi Tiga Pintu"); "" where none is to be named.
    address:         the form of address, by language: {id: kak | bapak_ibu | anda | kamu}; unset follows the complaint.
    sign_off:        the last line, by language ("Salam, Rani dari Kopi Tiga Pintu"); none where unset.
    private_channel: where to go on in private, by language ("WhatsApp 0811-..."); unset: the channel's own way.
    contacts:        phone numbers and addresses of the business that may stand in public.
    may_promise:     commitments anybody may make in its name ("refund within 3 working days").
    facts:           what is always true of it ("open daily 8 to 22"); they support a reply like confirmed facts.
    banned_words:    words that are never ours.
    """

    name: str = Field(default="", max_length=120)
    address: dict[str, str] = {}
    sign_off: dict[str, str] = {}
    private_channel: dict[str, str] = {}
    contacts: tuple[str, ...] = ()
    may_promise: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    banned_words: tuple[str, ...] = ()

    @property
    def support(self) -> tuple[str, ...]:
        """What a reply may lean on, beside the facts of the case."""
        return (*self.facts, *self.may_promise)

    @classmethod
    def of(cls, given: object) -> Brand:
        """From a bot's or a JSON line's value: a profile, or only its name; an `InputError` names a wrong field."""
        try:
            return cls(name=given) if isinstance(given, str) else cls.model_validate(given or {})
        except ValidationError as error:
            raise input_error(error) from None


def load_brand(path: Path) -> Brand:
    """The profile in the YAML file `path`; `DataError` with the line where it is wrong."""
    brand: Brand = yaml.read(path, Brand)
    return brand
