"""What the tests of revised replies share: a leaking kettle, a fault to mark, and the reply once it is answered."""

from __future__ import annotations

from replyguard.cooldown.choosing import chosen
from replyguard.cooldown.reader import Context
from replyguard.cooldown.together import revised
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.pack import available, load


def found(text: str, category: Category, quote: str, rewrite: str | None = "", reader: str = "tagger") -> Finding:
    start = text.index(quote)
    return Finding(
        category=category,
        severity=Severity.WARN,
        start=start,
        end=start + len(quote),
        quote=quote,
        reason="why",
        rewrite=rewrite,
        reader=reader,
    )


def answered(context: Context, text: str, *findings: Finding) -> str:
    offered = chosen(findings, text, context)
    assert all(text[one.start : one.end] == one.quote and one.rewrite is not None for one in offered)
    return revised(text, offered)


KETTLE = {
    "en": Context(load("en"), "The kettle leaked over my desk.", ("the kettle was exchanged on Friday",)),
    "id": Context(load("id"), "Ceretnya bocor ke meja saya.", ("ceret ditukar hari Jumat",)),
}
# A reply of which nobody knows what it answers.
ALONE = {code: Context(load(code)) for code in available()}
