"""The comment policy as a page to publish: Markdown or HTML, in one language or several."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from replyguard.domain.base import Frozen
from replyguard.domain.breach import Consequence
from replyguard.errors import InputError
from replyguard.languages import yaml
from replyguard.languages.schema import Words
from replyguard.policy.rules import Policy

_FILE = Path(__file__).parent / "page.yaml"
_MARKUP = re.compile(r"([\\`*_{}\[\]#|~])")
# What would begin a list or an underlined heading at the start of a line.
_START = re.compile(r"^(\d*)([-+=.)])")


class PageWords(Frozen):
    """The words of the page in one language."""

    title: Words
    title_of: Words
    intro: Words
    stays_heading: Words
    stays: Annotated[tuple[Words, ...], Field(min_length=1)]
    rules_heading: Words
    breaks: Words
    fine: Words
    follows: Words
    nth: Annotated[tuple[Words, ...], Field(min_length=len(Consequence))]
    from_then: Words
    steps_heading: Words
    steps: dict[Consequence, Words]
    step_names: dict[Consequence, Words]
    decides_heading: Words
    decides: Words
    appeal_heading: Words
    appeal: Words
    appeal_where: Words
    appeal_days: Words
    appeal_who: Words


Block = tuple[Literal["title", "heading", "rule", "text", "item"], str]


def as_markdown(policy: Policy, languages: Sequence[str]) -> str:
    """The page in Markdown; what the policy says stands as text in it, never as markup. `InputError`: no such words."""
    return "\n\n".join(_markdown(blocks(policy, language)) for language in languages) + "\n"


def as_html(policy: Policy, languages: Sequence[str]) -> str:
    """The page as one HTML document, everything escaped, without scripts and without anything from elsewhere."""
    title = html.escape(_title(policy, _words(languages[0])))
    body = "\n".join(
        f'<section lang="{html.escape(language)}">\n{_html(blocks(policy, language))}\n</section>'
        for language in languages
    )
    return (
        f'<!doctype html>\n<html lang="{html.escape(languages[0])}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def blocks(policy: Policy, language: str) -> Iterator[Block]:
    """The page in `language`, piece by piece."""
    words = _words(language)
    yield "title", _title(policy, words)
    yield "text", words.intro
    yield "heading", words.stays_heading
    for line in words.stays:
        yield "item", line
    yield "heading", words.rules_heading
    for rule in policy.rules:
        yield from _rule(policy, rule, language, words)
    yield from _steps(policy, words)
    yield "heading", words.decides_heading
    yield "text", words.decides
    yield from _appeal(policy, language, words)


def _rule(policy: Policy, rule: str, language: str, words: PageWords) -> Iterator[Block]:
    yield "rule", policy.heading(rule, language)
    if not policy.meaning(rule, language):
        raise InputError("policy", f"the rule '{rule}' has no meaning in '{language}'; write one, or leave it out")
    yield "text", policy.meaning(rule, language)
    shown = policy.examples(rule, language)
    for heading, lines in ((words.breaks, shown.breaks), (words.fine, shown.stays)):
        if lines:
            yield "text", heading
            for line in lines:
                yield "item", line
    if told := policy.consequence(rule, language):
        yield "text", told
    yield "text", f"{words.follows}: {_ladder(policy, rule, words)}."


def _ladder(policy: Policy, rule: str, words: PageWords) -> str:
    steps = policy.ladder(rule)
    told = [
        f"{when.lower()} {_filled(words.step_names[step], policy)}"
        for when, step in zip(words.nth, steps, strict=False)
    ]
    return f"{'; '.join(told)} ({words.from_then})"


def _steps(policy: Policy, words: PageWords) -> Iterator[Block]:
    used = {step for rule in policy.rules for step in policy.ladder(rule)}
    yield "heading", words.steps_heading
    for step in Consequence:
        if step in used:
            yield "item", _filled(words.steps[step], policy)


def _appeal(policy: Policy, language: str, words: PageWords) -> Iterator[Block]:
    where = policy.appeal.contact.get(language, words.appeal_where)
    yield "heading", words.appeal_heading
    yield "text", words.appeal.replace("{where}", where)
    # A time is promised only where the business sets one.
    if policy.appeal.days is not None:
        yield "text", words.appeal_days.format(days=policy.appeal.days)
    yield "text", words.appeal_who


def _filled(line: str, policy: Policy) -> str:
    return line.replace("{days}", str(policy.block_days))


def _title(policy: Policy, words: PageWords) -> str:
    return words.title_of.replace("{name}", policy.name) if policy.name else words.title


def _words(language: str) -> PageWords:
    found = _all().get(language)
    if found is None:
        raise InputError("language", f"there is no page in '{language}'; there are: {', '.join(sorted(_all()))}")
    return found


@cache
def _all() -> dict[str, PageWords]:
    found: dict[str, PageWords] = yaml.read(_FILE, dict[str, PageWords])
    return found


def _markdown(found: Iterable[Block]) -> str:
    marks = {"title": "# ", "heading": "## ", "rule": "### ", "text": "", "item": "- "}
    lines: list[str] = []
    before = ""
    for kind, text in found:
        if lines and not kind == before == "item":
            lines.append("")
        lines.append(marks[kind] + _plain(text))
        before = kind
    return "\n".join(lines)


def _plain(text: str) -> str:
    # One line: a line break in a YAML value could begin a block of its own.
    line = _MARKUP.sub(r"\\\1", html.escape(" ".join(text.split()), quote=False))
    return _START.sub(r"\1\\\2", line)


def _html(found: Iterable[Block]) -> str:
    tags = {"title": "h1", "heading": "h2", "rule": "h3", "text": "p", "item": "li"}
    lines: list[str] = []
    inside = False
    for kind, text in found:
        if (kind == "item") != inside:
            lines.append("</ul>" if inside else "<ul>")
            inside = not inside
        lines.append(f"<{tags[kind]}>{html.escape(text)}</{tags[kind]}>")
    return "\n".join([*lines, *(["</ul>"] if inside else [])])


_STYLE = "body{font:1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#222}"
