"""The reader that looks for personal data: what must not stand in a public reply, whoever put it there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from replyguard.cooldown.reader import Context
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.matching import Patterns
from replyguard.languages.pack import available
from replyguard.languages.text import fold
from replyguard.privacy import PersonalData, Private, digits_of, find, privacy_file

# How far before a contact the words stand that say whose it is.
_BEFORE = 60


class PrivacyReader:
    """Finds personal data in a reply. The business's own contacts are not personal: those that the brand or the facts
    name, and those that the words before them call ours ("call us on 0804-1-500")."""

    name = "privacy"

    async def read(self, text: str, context: Context) -> Sequence[Finding]:
        return list(_findings(text, context))


def _findings(text: str, context: Context) -> Iterator[Finding]:
    theirs = find(context.complaint, masking=True)
    said = {one.quote.casefold() for one in theirs}
    for one in find(text, _own(context, theirs), names=_full_names(theirs)):
        if not _ours(text, one) and not (one.quote.casefold() not in said and _business_mail(text, one)):
            entry = _entry(context.pack.code, one.kind)
            yield Finding(
                category=Category.PRIVACY,
                severity=Severity.BLOCK,
                start=one.start,
                end=one.end,
                quote=one.quote,
                reason=entry.reason,
                rewrite=entry.rewrite,
                reader=PrivacyReader.name,
                rule=f"privacy.{one.kind}",
            )


def _own(context: Context, theirs: Sequence[PersonalData]) -> tuple[str, ...]:
    """What may stand in public. A fact that repeats the customer's own data does not make it public."""
    brand = context.brand
    private = {digits_of(one.quote) or one.quote.casefold() for one in theirs}
    facts = (
        found.quote
        for fact in (*context.facts, *brand.support)
        for found in find(fact)
        if (digits_of(found.quote) or found.quote.casefold()) not in private
    )
    return (*brand.contacts, *brand.private_channel.values(), *brand.sign_off.values(), *facts)


def _full_names(theirs: Sequence[PersonalData]) -> tuple[str, ...]:
    # A first name is how people are called; the full one tells who they are.
    return tuple(one.quote for one in theirs if one.kind == "name" and " " in one.quote.strip())


def _ours(text: str, data: PersonalData) -> bool:
    if data.kind not in ("phone", "email", "address", "handle"):
        return False
    if data.kind == "email" and data.quote.partition("@")[0].casefold() in _mailboxes():
        return True
    before = fold(text[max(0, data.start - _BEFORE) : data.start]).text
    return any(_own_words(code).any(before) for code in available())


def _business_mail(text: str, data: PersonalData) -> bool:
    """An address at a domain of its own, of which nothing says that it is the customer's."""
    if data.kind != "email":
        return False
    domain = data.quote.partition("@")[2].casefold()
    files = [privacy_file(code) for code in available()]
    if any(domain.startswith(start) for file in files for start in file.freemail):
        return False
    before = fold(text[max(0, data.start - _BEFORE) : data.start]).text.casefold()
    return not any(_theirs(code).any(before) for code in available())


@cache
def _theirs(code: str) -> Patterns:
    return Patterns(privacy_file(code).theirs)


@cache
def _own_words(code: str) -> Patterns:
    return Patterns(privacy_file(code).ours, exact=True)


@cache
def _mailboxes() -> frozenset[str]:
    return frozenset(name for code in available() for name in privacy_file(code).mailboxes)


@cache
def _entry(code: str, kind: str) -> Private:
    return next(entry for entry in privacy_file(code).kinds if entry.kind == kind and not entry.only_masked)
