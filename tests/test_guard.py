"""The contracts that programmers lean on."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from replyguard import Brand, Complaint, ReplyGuard, Review, ReviewedReply, Settings, Triage
from replyguard.domain.reply import Draft, Engine
from replyguard.domain.review import Category, Severity, Verdict
from replyguard.errors import InputError

LATE = Complaint(
    text="Paket saya telat seminggu!",
    facts=("Paket tertahan di gudang kami", "Dikirim ulang 22 November"),
    channel="instagram",
)
DEFENSIVE = ["Maaf kalau Kakak merasa kecewa.", "We are sorry you feel that way."]


def test_the_five_lines_of_the_readme_work(offline: ReplyGuard) -> None:
    reply = offline.reply(LATE)
    assert reply.engine is Engine.OFFLINE
    assert reply.review.ready
    assert reply.attempts[-1].draft.text
    review = offline.review("Maaf kalau Kakak merasa kecewa.", LATE)
    assert review.verdict is Verdict.REVISE
    assert review.findings[0].category is Category.NON_APOLOGY


@pytest.mark.parametrize("text", DEFENSIVE)
def test_every_finding_quotes_what_stands_at_its_place(text: str, offline: ReplyGuard) -> None:
    review = offline.review(text)
    assert review.findings
    for finding in (*review.findings, *review.notes):
        assert text[finding.start : finding.end] == finding.quote


async def test_the_async_twins_say_the_same(offline: ReplyGuard) -> None:
    assert (await offline.areply(LATE)).text == offline.reply(LATE).text
    assert await offline.areview(DEFENSIVE[0], LATE) == offline.review(DEFENSIVE[0], LATE)


def test_one_guard_serves_many_threads_and_loops(offline: ReplyGuard) -> None:
    with ThreadPoolExecutor(8) as pool:
        texts = {reply.text for reply in pool.map(lambda _: offline.reply(LATE), range(16))}
    texts |= {asyncio.run(offline.areply(LATE)).text for _ in range(3)}
    assert len(texts) == 1


def test_many_come_back_in_order_and_one_failure_loses_nothing(offline: ReplyGuard) -> None:
    complaints = [Complaint(text=f"Pesanan telat {days} hari!", channel="x") for days in range(2, 22)]
    replies = offline.replies(complaints)
    assert [type(reply) for reply in replies] == [ReviewedReply] * 20
    alone = [offline.reply(complaint).text for complaint in complaints]
    assert [reply.text for reply in replies if isinstance(reply, ReviewedReply)] == alone


def test_the_steps_come_as_they_happen(offline: ReplyGuard) -> None:
    steps = list(offline.stream(LATE))
    assert [type(step) for step in steps] == [Triage, Draft, Review, ReviewedReply]
    for step in offline.stream(LATE):
        assert isinstance(step, Triage)
        break


async def test_the_steps_come_on_a_loop_too(offline: ReplyGuard) -> None:
    assert [type(step) async for step in offline.astream(LATE)] == [Triage, Draft, Review, ReviewedReply]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 20_001, "half \ud800"])
def test_a_reply_that_cannot_be_read_is_an_error_that_names_the_field(text: str, offline: ReplyGuard) -> None:
    with pytest.raises(InputError, match=r"^reply: "):
        offline.review(text)


def test_a_language_that_nobody_reads_is_unreviewed(offline: ReplyGuard) -> None:
    review = offline.review("Wir bedauern sehr, dass Ihre Bestellung erst nach zwei Wochen angekommen ist.")
    assert review.verdict is Verdict.UNREVIEWED
    assert review.problems
    assert not review.ready


def test_malay_is_read_as_indonesian_and_says_so(offline: ReplyGuard) -> None:
    review = offline.review(
        "Maaf sangat kerana bungkusan anda lewat tiba, kesilapan ini berpunca daripada pihak kami. "
        "Sila hubungi kami melalui mesej peribadi supaya kami boleh semak pesanan anda dengan segera."
    )
    assert review.language == "id"
    assert any("Melayu" in problem for problem in review.problems)


@pytest.mark.parametrize(
    ("text", "category"),
    [("Hi [name], the mistake was ours. Sorry.", Category.PLACEHOLDER), ("We are sorry. " * 30, Category.TOO_LONG)],
)
def test_a_gap_and_a_text_over_the_limit_block(text: str, category: Category, offline: ReplyGuard) -> None:
    review = offline.review(text, channel="x")
    assert review.verdict is Verdict.HOLD
    assert category in {finding.category for finding in review.findings if finding.severity is Severity.BLOCK}


def test_notes_advise_and_do_not_decide(offline: ReplyGuard) -> None:
    brand = Brand(banned_words=("valued customer",))
    guard = ReplyGuard(Settings(offline=True), brand=brand)
    text = "Dear valued customer, we sent you the wrong size, and we are sorry. Thank you for telling us."
    review = guard.review(text)
    assert [note.category for note in review.notes] == [Category.OFF_BRAND]
    assert review.verdict is Verdict.READY


def test_a_reply_like_one_posted_lately_is_rote() -> None:
    text = "We sent you the wrong size, and we are sorry about that. Thank you for telling us today."
    review = ReplyGuard(Settings(offline=True), recent=(text,)).review(text)
    assert Category.ROTE in {note.category for note in review.notes}
    assert review.ready


def test_two_ways_of_addressing_one_person_are_noted(offline: ReplyGuard) -> None:
    review = offline.review("Halo Kak, mohon maaf kami salah kirim ukuran. Terima kasih Anda sudah memberi tahu kami.")
    assert Category.REGISTER in {note.category for note in review.notes}


def test_where_a_model_must_read_and_none_is_there_nothing_is_ready() -> None:
    guard = ReplyGuard(Settings(offline=True, require_model_review=True))
    review = guard.review("We sent you the wrong size, and we are sorry. Thank you for telling us.")
    assert review.verdict is Verdict.UNREVIEWED
    assert review.problems
    assert guard.reply(LATE).review.verdict is Verdict.UNREVIEWED


def test_a_wrong_setting_names_its_field(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPLYGUARD_DEADLINE_SECONDS", "soon")
    with pytest.raises(InputError, match="deadline_seconds"):
        ReplyGuard()


@pytest.mark.parametrize("field", ["text", "channel", "facts", "language"])
def test_a_wrong_complaint_names_its_field(field: str) -> None:
    wrong = {"text": " ", "channel": "a/b", "facts": ("",), "language": 5}
    with pytest.raises(InputError, match=f"^{field}"):
        Complaint.of(**{"text": "Late!", field: wrong[field]})


def test_a_complaint_given_as_bare_words_is_one_clear_error(offline: ReplyGuard) -> None:
    for ask in (offline.triage, offline.reply, lambda words: offline.review("Maaf, Kak.", words)):
        with pytest.raises(InputError, match=r"complaint: is not a Complaint; write Complaint\(text="):
            ask("Paket saya belum datang.")  # type: ignore[arg-type]
