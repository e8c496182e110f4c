"""A revision may take away and say anew; it may not add. Checked by code: a prompt is a wish."""

from __future__ import annotations

import re
from collections.abc import Iterator

from replyguard.brand import Brand
from replyguard.cooldown.amounts import Value
from replyguard.cooldown.claims import ClaimsReader
from replyguard.cooldown.dates import values
from replyguard.cooldown.lexicon import lexicon
from replyguard.cooldown.reader import Context
from replyguard.cooldown.support import Support
from replyguard.languages.text import fold
from replyguard.privacy import find

# Figures with what belongs to them (12.500, 10:30, 22/11), links, mail addresses, handles, and marks for masked data.
_FIGURE = re.compile(r"\d+(?:[.,:/-]\d+)*")
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.[\w.-]+|(?<!\w)@\w+|\b[\w-]+\.(?:com|id|net|org|io|me|link)\b\S*"
)
_MARK = re.compile(r"\[[^\]\n]{1,40}\]|\{[^}\n]{1,40}\}|<[^>\n]{1,40}>")
_ZEROS = re.compile(r"[.,](?=\d{3}(?!\d))")
# Number words up to here count nothing: 'two of us', 'one more word'.
_FEW = 3
# What costs the business something, or puts the blame somewhere: meanings of `claims.yaml`, in any wording.
_WEIGHTY = frozenset(
    {"refund", "replace", "discount", "warranty", "dismiss", "warn_staff", "courier", "power", "short_staffed"}
)
# What a business gives away: nobody names it by the way.
_GIFTS = frozenset({"refund", "discount"})


def names_a_gift(text: str, context: Context) -> bool:
    """True where `text` speaks of money back or off that neither facts, complaint nor brand speak of."""
    known = "\n".join((context.complaint, *context.facts, *context.brand.support))
    return bool((_meanings(text) - _meanings(known)) & _GIFTS)


async def adds(revision: str, draft: str, context: Context) -> bool:
    """True where `revision` states what neither `draft` nor facts, complaint or brand do.

    A figure, an amount or a date, in words too; a link, a mark for masked data, an action, a cause or a promise; and
    where it brings personal data into the public that the draft had left out.
    """
    brand = context.brand
    known = (draft, context.complaint, *context.facts, *brand.support, *brand.contacts, *brand.sign_off.values())
    ground = "\n".join((*known, *brand.private_channel.values(), brand.name))
    if _tokens(revision) - _tokens(ground) or _exposes(revision, draft, brand):
        return True
    if _meanings(revision) - _meanings(ground) or any(_stated(revision, draft, context)):
        return True
    said = fold(draft).text.casefold()
    claims = await ClaimsReader().read(revision, context)
    return any(fold(claim.quote).text.casefold() not in said for claim in claims)


def _exposes(revision: str, draft: str, brand: Brand) -> bool:
    # Personal data of the complaint is known, and still none of the public's business.
    own = (*brand.contacts, *brand.private_channel.values(), *brand.sign_off.values())
    return any(data.quote not in draft for data in find(revision, own))


def _meanings(text: str) -> set[str]:
    return {name for _, _, name in lexicon().meanings(fold(text).text.lower())} & _WEIGHTY


def _stated(revision: str, draft: str, context: Context) -> Iterator[Value]:
    """The amounts and times of `revision` that nothing supports, in digits or in words: 'Friday', 'lima puluh ribu'."""
    known = Support.of(context)
    support = Support((*known.facts, fold(draft).text), known.complaint)
    text = fold(revision).text
    for value in values(text):
        small = value.kind == "count" and not text[value.start].isdigit() and max(value.amounts) <= _FEW
        if not small and not support.knows(value):
            yield value


def _tokens(text: str) -> set[str]:
    plain = fold(text).text.casefold()
    figures = {_ZEROS.sub("", figure) for figure in _FIGURE.findall(plain)}
    return figures | {link.rstrip(".,;:!?)") for link in _LINK.findall(plain)} | set(_MARK.findall(plain))
