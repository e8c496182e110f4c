"""Whatever is wrong with a model's answer has its own outcome, and none of it makes a text `ready`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from replyguard import Complaint, ReplyGuard, Settings, desk
from replyguard.domain.reply import Engine
from replyguard.domain.review import Verdict
from replyguard.errors import AnswerUnusable
from replyguard.models import answers
from replyguard.models.answers import DraftAnswer, parsed
from tests.provider import server
from tests.provider.server import Exchange, Provider, Script

COMPLAINTS = {
    "id": Complaint(text="Tas saya datang robek dan chat saya tidak dibalas!", facts=("Tas dikirim robek",)),
    "en": Complaint(text="My bag arrived torn and nobody answered my messages!", facts=("We sent a torn bag",)),
}
CALM = {
    "id": "Mohon maaf, Kak, tas yang kami kirim robek. Terima kasih sudah memberi tahu kami. "
    "Silakan kirim pesan pribadi kepada kami, ya.",
    "en": "We are sorry that we sent you a torn bag. Thank you for telling us. Please send us a private message.",
}
LANGUAGES = ("id", "en")
NONE: dict[str, object] = {"findings": []}
NOWHERE = {"category": "anger", "quote": "words from nowhere", "reason": "It insults.", "rewrite": None}
GRUMPY = {"category": "grumpy", "quote": "sorry", "reason": "It grumbles.", "rewrite": None}

# Each would be a review without findings if it were taken lightly.
REVIEWS: dict[str, tuple[Script, str]] = {
    "refusal": (server.says(None, refusal="I can't."), answers.REFUSED),
    "refusal with an answer": (server.says(NONE, refusal="I can't."), answers.REFUSED),
    "length": (server.says(NONE, finish="length"), answers.CUT),
    "content filter": (server.says(NONE, finish="content_filter"), answers.FILTERED),
    "empty": (server.says(""), answers.EMPTY),
    "blank": (server.says(" \n"), answers.EMPTY),
    "null": (server.says(None), answers.EMPTY),
    "cut JSON": (server.says('{"findings": ['), answers.SHAPELESS),
    "cut in a fence": (server.says('```json\n{"findings": []'), answers.SHAPELESS),
    "words round a fence": (server.says('Calm!\n```json\n{"findings": []}\n```'), answers.SHAPELESS),
    "page in a 200": (server.sends(200, server.HTML, "text/html"), answers.SHAPELESS),
    "null choices": (server.sends(200, '{"id": "x", "choices": null}'), answers.SHAPELESS),
    "no choices": (server.sends(200, '{"id": "x", "choices": []}'), answers.SHAPELESS),
    "wrong type": (server.says({"findings": "none"}), answers.SHAPELESS),
    "null findings": (server.says({"findings": None}), answers.SHAPELESS),
    "extra key": (server.says({**NONE, "verdict": "ready"}), answers.SHAPELESS),
    "another form": (server.says({"reply": "Calm."}), answers.SHAPELESS),
    "unknown category": (server.says({"findings": [GRUMPY]}), answers.SHAPELESS),
    "the same key twice": (server.says('{"findings": [], "findings": 1}'), answers.SHAPELESS),
    "10 MB": (server.says(" " * 10_000_000 + '{"findings": []}'), answers.TOO_LARGE),
    "quotes that are not in the text": (server.says({"findings": [NOWHERE]}), desk.MISQUOTED),
}


def plays(draft: Script, review: Script) -> Script:
    """Answers each step by its own script, whichever way it is asked."""

    def script(exchange: Exchange) -> None:
        drafting = "DraftAnswer" in str({**exchange.body, "messages": []}) or '"questions"' in str(
            exchange.body["messages"][0]
        )
        (draft if drafting else review)(exchange)

    return script


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fault", REVIEWS)
def test_no_review_that_went_wrong_ends_as_ready(
    fault: str, language: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    script, advice = REVIEWS[fault]
    provider.will(plays(server.says({"reply": CALM[language], "questions": []}), script))
    guard = ReplyGuard(settings(tries=1, require_model_review=True))
    reply = guard.reply(COMPLAINTS[language])
    assert (reply.text, reply.engine) == (CALM[language], Engine.MODEL)
    assert (reply.review.verdict, reply.review.problems) == (Verdict.UNREVIEWED, (advice,))
    assert "model" not in reply.review.checked_by


@pytest.mark.parametrize("fault", REVIEWS)
def test_where_a_models_reading_may_fail_the_review_says_who_read(
    fault: str, provider: Provider, settings: Callable[..., Settings]
) -> None:
    script, advice = REVIEWS[fault]
    provider.will(script)
    review = ReplyGuard(settings(tries=1)).review(CALM["en"], COMPLAINTS["en"])
    assert "model" not in review.checked_by
    assert advice in review.problems


def test_one_finding_that_stands_in_the_text_is_a_reading(
    provider: Provider, settings: Callable[..., Settings]
) -> None:
    placed = {"category": "excuse", "quote": "Thank you for telling us", "reason": "It excuses.", "rewrite": None}
    provider.will(server.says({"findings": [NOWHERE, placed]}))
    review = ReplyGuard(settings()).review(CALM["en"], COMPLAINTS["en"])
    assert (review.verdict, review.dropped) == (Verdict.REVISE, 1)
    assert "model" in review.checked_by
    assert all(CALM["en"][found.start : found.end] == found.quote for found in review.findings)


FINISHES = {
    "length": answers.CUT,
    "max_tokens": answers.CUT,
    "MAX_TOKENS": answers.CUT,
    "SAFETY": answers.FILTERED,
    "content_filter": answers.FILTERED,
    "refusal": answers.REFUSED,
}


@pytest.mark.parametrize("finish", FINISHES)
def test_why_it_stopped_is_read_in_every_providers_words(finish: str) -> None:
    with pytest.raises(AnswerUnusable) as caught:
        parsed('{"reply": "Sorry.", "questions": []}', DraftAnswer, finish=finish)
    assert caught.value.advice == FINISHES[finish]


def test_a_fence_round_the_whole_is_no_fault() -> None:
    fenced = '```json\n{"reply": "Sorry.", "questions": []}\n```'
    assert parsed(fenced, DraftAnswer, finish="stop").reply == "Sorry."
