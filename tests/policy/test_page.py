"""The public page: lawful and plain, in both languages, with nothing in it but text."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from replyguard.domain.breach import Consequence
from replyguard.errors import InputError
from replyguard.policy import Policy, Rule
from replyguard.policy.page import as_html, as_markdown, blocks
from replyguard.policy.rules import Appeal, Shown, Term

both = pytest.mark.parametrize("language", ["id", "en"])
DELETED = re.compile(r"delet|remov|erase|hapus|dihilangkan|dibuang", re.IGNORECASE)
HOSTILE = "<script>alert(1)</script> *x* [a](http://b) & # `c`"


@both
def test_the_page_says_all_of_the_policy_and_never_that_a_comment_is_deleted(language: str) -> None:
    text, policy = as_markdown(Policy(), [language]), Policy()
    for rule in Rule:
        assert f"### {policy.heading(rule, language)}\n" in text
        assert policy.meaning(rule, language) in text
        assert policy.examples(rule, language).stays and policy.examples(rule, language).breaks
    assert not DELETED.search(text)
    # What is never hidden comes before what may be.
    places = [text.index(line) for kind, line in blocks(policy, language) if kind == "heading"]
    assert places == sorted(places) and len(places) == 5


@both
def test_a_time_for_appeals_is_promised_only_where_the_business_sets_one(language: str) -> None:
    days = {"id": "hari kerja", "en": "working days"}[language]
    assert days not in as_markdown(Policy(), [language])
    own = Policy(appeal=Appeal(days=5, contact={language: "halo@toko.example"}))
    text = as_markdown(own, [language])
    assert f"5 {days}" in text and "halo@toko.example" in text


def _hostile() -> Policy:
    words = {"id": HOSTILE, "en": HOSTILE}
    term = Term(
        name=words, meaning=words, consequence=words, ladder=(Consequence.HIDE,),
        examples={code: Shown(breaks=(HOSTILE,), stays=("1. one", "- two\n# three")) for code in words},
    )  # fmt: skip
    return Policy(name=HOSTILE, rules={"own": term}, appeal=Appeal(contact=words))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not {name for name, _ in attrs} - {"lang", "charset", "name", "content"}

    def handle_data(self, data: str) -> None:
        self.text += data


@both
def test_what_a_brand_writes_is_text_in_html(language: str) -> None:
    page = as_html(_hostile(), [language])
    seen = _Tags()
    seen.feed(page)
    assert not {"script", "a", "img", "code", "em"} & set(seen.tags)
    assert seen.text.count("<script>alert(1)</script>") >= 5
    assert page.count("<ul>") == page.count("</ul>") and f'<section lang="{language}">' in page


@both
def test_what_a_brand_writes_is_text_in_markdown(language: str) -> None:
    seen = _Tags()
    seen.feed(MarkdownIt("commonmark").render(as_markdown(_hostile(), [language])))
    assert set(seen.tags) == {"h1", "h2", "h3", "p", "ul", "li"}
    assert seen.text.count(HOSTILE) >= 5
    assert "\n1. one\n" in seen.text and "\n- two # three\n" in seen.text


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(InputError, match="no page in 'fr'"):
        as_markdown(Policy(), ["fr"])
    only = Policy(rules={"own": Term(meaning={"id": "a"}, consequence={}, ladder=(Consequence.HIDE,))})
    with pytest.raises(InputError, match="no meaning in 'en'"):
        as_html(only, ["en"])


def test_the_command_prints_both_languages_as_markdown_or_html() -> None:
    def run(*words: str) -> str:
        command = [sys.executable, "-m", "replyguard.cli", "policy", *words]
        known = {name: value for name, value in os.environ.items() if not name.startswith("REPLYGUARD")}
        known |= {"PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=known, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("page") == as_markdown(Policy(), ["id", "en"])
    assert run("page", "--html", "--language", "en") == as_html(Policy(), ["en"])
