"""Patterns find with case ignored what each of them finds by itself."""

from __future__ import annotations

import pytest

from replyguard.languages.matching import PatternError, Patterns, compiled, expand, small
from replyguard.languages.pack import available, load

_EVERY = 40


def _alone(sources: list[str], text: str) -> set[int]:
    spans = ((number, match.span()) for number, one in enumerate(sources) for match in compiled(one).finditer(text))
    return {number for number, (start, end) in spans if start < end}


@pytest.mark.parametrize("code", available())
def test_all_rules_together_find_what_each_finds_by_itself_whatever_the_case(code: str) -> None:
    pack = load(code)
    rules = [rule for rule in pack.rules if rule.case == "ignored"]
    sources = [expand(pattern, pack.words) for rule in rules for pattern in rule.patterns]
    together = Patterns(sources)
    for example in [one for rule in rules for one in rule.fires][::_EVERY]:
        for text in (example.text, example.text.upper(), example.text.lower()):
            assert {hit.pattern for hit in together.hits(text)} == _alone(sources, text), text


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\bDID\b", "we did"),
        (r"\bdid\b", "we DID"),
        (r"[A-Z]{3}\d", "abc1"),
        (r"[^A-Z]x", "-X"),
        (r"[Z-a]x", "^X"),
        (r"[+-C]x", "<X"),
        (r"\Dx\W", "aX!"),
        (r"\S\Bt", "IT"),
        (r"(?P<span>IT)", "it"),
        (r"(?P<Span>it)x(?i:Y)", "ITXy"),
        (r"\x41b", "AB"),
        (r"\pLx", "\u00e9X"),
        (r"\p{Lu}x", "aX"),
        (r"[[:upper:]]x", "aX"),
        (r"\QA.B\E", "a.b"),
        ("\u00e9t\u00e9", "\u00c9T\u00c9"),
        ("k\u00f6ln", "K\u00d6LN"),
        ("salah|\u00e9", "SALAH"),
        ("skala", "\u017f\u212aala"),
    ],
)
def test_case_is_ignored_in_every_kind_of_pattern(pattern: str, text: str) -> None:
    assert _alone([pattern], text) == {0}, "RE2 itself"
    assert Patterns([pattern]).any(text)
    assert [hit.pattern for hit in Patterns([pattern, "else"]).hits(text)] == [0]


@pytest.mark.parametrize(("pattern", "text"), [("[^a]x", "AX"), (r"[^A-Z]x", "ax"), (r"\Wx", "AX"), (r"\d[^B]", "1b")])
def test_what_a_class_leaves_out_stays_out_in_either_case(pattern: str, text: str) -> None:
    assert not Patterns([pattern]).any(text)


def test_with_exact_case_nothing_is_made_small() -> None:
    patterns = Patterns(["NOT"], exact=True)
    assert patterns.any("it is NOT so") and not patterns.any("it is not so")


@pytest.mark.parametrize("wrong", ["a(", "\u00e9)(b", "(?<=a)b"])
def test_a_pattern_that_re2_refuses_is_refused_when_it_is_added(wrong: str) -> None:
    with pytest.raises(PatternError):
        Patterns([wrong])


def test_patterns_that_are_too_large_only_together_are_refused_when_they_are_added() -> None:
    large = [rf"\pL{{300}}{number}" for number in range(24)]
    assert all(compiled(one) for one in large)
    with pytest.raises(PatternError, match="too large together"):
        Patterns(large)


def test_most_patterns_are_plain_and_cost_no_classes_of_letters() -> None:
    assert small(r"\bWe (?P<span>did NOT)\W") == r"\bwe (?P<span>did not)\W"
    for code in available():
        sources = [expand(one, load(code).words) for rule in load(code).rules for one in rule.patterns]
        plain = [one for one in sources if not small(one).startswith("(?i)")]
        assert len(plain) > 0.9 * len(sources)
