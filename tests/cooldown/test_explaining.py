"""`--explain`: what stands behind a finding, and that what is said to change it does change it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from replyguard import Brand
from replyguard.cooldown.explaining import explain, explain_file
from replyguard.cooldown.reader import Context
from replyguard.cooldown.reviewer import offline_readers
from replyguard.cooldown.rules import finding, ruleset
from replyguard.domain.review import Category, Finding, Severity
from replyguard.languages.pack import available, load
from replyguard.languages.text import fold
from tests.conftest import exact

DREAMT = {"en": "You must have dreamt it.", "id": "Mustahil barangnya cacat."}
CLAIMS = {
    "en": [
        "We have refunded you $40.",
        "Your parcel left our warehouse on 3 May.",
        "A new sofa will reach you tomorrow.",
    ],
    "id": ["Dana Rp40.000 sudah kami kembalikan.", "Paketnya berangkat 3 Mei.", "Sofa baru akan kami kirim besok."],
}
PHONE = {"en": "Thank you, Dewi, 0812-3456-7890.", "id": "Terima kasih Dewi, 0812-3456-7890."}
BY_READER = {"en": "Found by", "id": "Ditemukan oleh"}
NOTES = list(Category)[14:]


def _only(text: str, language: str, facts: Sequence[str] = ()) -> Finding:
    review = exact(text, language, facts)
    (found,) = review.findings
    assert text[found.start : found.end] == found.quote
    return found


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_rule_is_named_with_the_exceptions_that_would_let_its_words_pass(language: str) -> None:
    found = _only(DREAMT[language], language)
    told = explain(found, language)
    assert told.readers == ("rules",)
    assert told.rule in {rule.id for rule in load(language).rules if rule.category == "denial"}
    assert {"owned_mistake", "customer_quote", "negation"} <= set(told.exceptions)
    assert told.fact is None
    assert told.sentences[0].startswith(BY_READER[language])
    assert any(told.rule in sentence for sentence in told.sentences)
    assert any("owned_mistake" in sentence for sentence in told.sentences)


@pytest.mark.parametrize("language", available())
def test_every_exception_that_spares_an_example_would_have_been_named(language: str) -> None:
    rules = ruleset(language)
    for spare in rules.pack.exceptions:
        for example in spare.spared:
            folded = fold(example.text)
            context = Context(rules.pack, example.complaint, example.facts)
            faults = [finding(one, folded, "rules") for one in rules.faults(folded, context, spare=False)]
            marked = [one for one in faults if any(s.start < one.end and one.start < s.end for s in example.spans)]
            assert any(spare.id in explain(one, language).exceptions for one in marked), example.text


@pytest.mark.parametrize(("language", "text"), [(code, text) for code in CLAIMS for text in CLAIMS[code]])
def test_the_fact_that_it_asks_for_supports_the_claim(language: str, text: str) -> None:
    told = explain(_only(text, language), language)
    assert told.fact is not None
    assert any(told.fact in sentence for sentence in told.sentences)
    assert exact(text, language, [told.fact]).findings == ()


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_number_of_the_businesss_own_passes_as_it_says(language: str) -> None:
    told = explain(_only(PHONE[language], language), language)
    assert any("contacts" in sentence for sentence in told.sentences)
    assert told.exceptions == ()
    assert exact(PHONE[language], language, brand=Brand(contacts=("0812-3456-7890",))).findings == ()


class Scale:
    """A reader that weighs."""

    name = "scale"

    async def read(self, text: str, context: Context) -> Sequence[Finding]:
        return ()

    def threshold(self, language: str, category: Category) -> float:
        return {"en": 0.4, "id": 0.6}[language]


@pytest.mark.parametrize(("language", "threshold"), [("en", 0.4), ("id", 0.6)])
def test_a_score_stands_beside_its_threshold_and_the_calmer_wording(language: str, threshold: float) -> None:
    weighed = Finding(
        category=Category.SARCASM,
        severity=Severity.BLOCK,
        start=0,
        end=3,
        quote="wow",
        reason="It mocks.",
        rewrite="thanks",
        reader="rules+scale",
        score=0.815,
    )
    told = explain(weighed, language, readers=(Scale(),))
    assert (told.score, told.threshold) == (0.815, threshold)
    assert any("0.81" in sentence and str(threshold) in sentence for sentence in told.sentences)
    assert "thanks" in told.sentences[-1]
    assert "customer_quote" in told.exceptions
    alone = explain(weighed.model_copy(update={"reader": "model"}), language)
    assert (alone.threshold, alone.exceptions) == (None, ())
    assert any("0.81" in sentence for sentence in alone.sentences)


def test_a_finding_in_the_other_language_of_a_mixed_text_is_explained_by_that_languages_rule() -> None:
    shared = {rule.id for rule in load("id").rules}
    rule = next(rule for rule in load("en").rules if rule.category == "denial" and rule.id in shared)
    english = Finding(
        category=Category.DENIAL,
        severity=Severity.BLOCK,
        start=0,
        end=1,
        quote="x",
        reason=rule.reason,
        reader="rules",
        rule=rule.id,
    )
    told = explain(english, "id")
    # An exception of the English rules, which the Indonesian ones do not have.
    assert "reported_words" in told.exceptions
    assert told.sentences[0].startswith(BY_READER["id"])


@pytest.mark.parametrize("language", available())
def test_every_reader_and_every_note_has_its_words(language: str) -> None:
    words = explain_file(language)
    assert {"model", *(reader.name for reader in offline_readers())} <= set(words.readers)
    assert set(NOTES) <= set(words.changes)
