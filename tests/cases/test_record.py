"""The record: what is told it is kept, in order, once, and on top of what its writer saw."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from replyguard.cases.listing import Filter
from replyguard.cases.store import Cases
from replyguard.domain.case import CaseState, EventKind, sha256_of
from replyguard.domain.complaint import Complaint
from replyguard.domain.reply import Draft, Engine
from replyguard.domain.review import Category, Finding, Review, Severity, Verdict
from replyguard.domain.triage import Triage, Urgency
from replyguard.errors import ApprovalRefused, CaseChanged, CaseNotFound, InputError, StoreUnavailable
from replyguard.settings import Settings
from tests.cases.conftest import BOT, MEI, RUDI, SARI

READY = Review(verdict=Verdict.READY, checked_by=("rules",), language="id")
TEXT = "Maaf, kopi Kakak datang dingin. Kami antar yang baru hari ini."
LINK = "https://example.com/ulasan/1"


def flagged(text: str, quote: str) -> Review:
    start = text.index(quote)
    finding = Finding(
        category=Category.ANGER, severity=Severity.BLOCK, start=start, end=start + len(quote), quote=quote,
        reason="it is hostile", rewrite="", reader="rules",
    )  # fmt: skip
    assert text[finding.start : finding.end] == finding.quote
    return Review(verdict=Verdict.HOLD, findings=(finding,), checked_by=("rules",), language="en")


def drafted(cases: Cases, case: CaseState) -> CaseState:
    case = cases.triaged(case, Triage(language="id"), by=BOT)
    return cases.draft(case, Draft(text=TEXT, engine=Engine.OFFLINE), by=BOT, review=READY)


def test_a_case_comes_back_as_it_was_told(cases: Cases, complaint: Complaint) -> None:
    told = complaint.model_copy(update={"facts": ("Termos rusak", "Kami antar lagi")})
    case = cases.open_case(told, by=SARI)
    assert cases.get(case.id) == case
    assert case.complaint == told
    assert [fact.by for fact in case.facts] == [SARI, SARI]
    assert case.facts[0].at.tzinfo is not None


def test_hostile_words_come_back_to_the_letter(cases: Cases) -> None:
    words = "x\x00y 🧨\u202e '; DROP TABLE events; -- {{7*7}} <script>"
    assert cases.get(cases.open_case(Complaint(text=words), by=SARI).id).messages[0].text == words


def test_the_whole_way_of_a_reply_stands_in_the_record(cases: Cases, case: CaseState) -> None:
    case = cases.fact(case, "Termos kami rusak", by=SARI)
    case = drafted(cases, case)
    case = cases.edit(case, TEXT + " Terima kasih.", by=SARI, review=READY)
    case = cases.decide(case, "replace", "Kurir membawa termos rusak", by=MEI)
    case = cases.approve(case, TEXT + " Terima kasih.", by=SARI)
    gate = cases.may_post(case.id, TEXT + " Terima kasih.", case.approvals[0])
    assert gate.allowed, gate.words()
    case = cases.posted(case, TEXT + " Terima kasih.", LINK, by=BOT)
    case = cases.outcome(case, "satisfied", by=SARI, note="Pelanggan berterima kasih")
    kinds = [event.kind.value for event in cases.events(case.id)]
    assert kinds == [
        "opened", "fact", "triaged", "draft", "review", "edit", "review", "decision", "approval", "posted", "outcome",
    ]  # fmt: skip
    assert case.approvals == () and case.posted[0].link == LINK
    assert [version.engine for version in case.versions] == [Engine.OFFLINE, Engine.PERSON]
    assert cases.verify().holds


def test_a_post_uses_its_approval_up_and_told_twice_is_written_once(cases: Cases, case: CaseState) -> None:
    case = drafted(cases, case)
    case = cases.approve(case, TEXT, by=SARI)
    approval = case.approvals[0]
    once = cases.posted(case, TEXT, LINK, by=BOT)
    assert cases.posted(case, TEXT, LINK, by=BOT) == once
    assert not cases.may_post(case.id, TEXT, approval).allowed


@pytest.mark.parametrize("what", ["edit", "message", "fact", "pause", "refused", "flagged"])
def test_what_happens_after_an_approval_voids_it_on_the_record(cases: Cases, case: CaseState, what: str) -> None:
    case = drafted(cases, case)
    case = cases.approve(case, TEXT, by=SARI)
    approval = case.approvals[0]
    happen = {
        "edit": lambda: cases.edit(case, TEXT + "!", by=SARI),
        "message": lambda: cases.message(case, "Masih belum datang.", by=BOT),
        "fact": lambda: cases.fact(case, "Kurir kami jatuh", by=SARI),
        "pause": lambda: cases.pause(case, "Banyak keluhan", by=MEI),
        "refused": lambda: cases.second_read(case, TEXT, agrees=False, by=RUDI),
        "flagged": lambda: cases.review(case, TEXT, flagged(TEXT, "dingin"), by=BOT),
    }
    after = happen[what]()
    assert after.approvals == ()
    last = cases.events(case.id)[-1]
    assert last.kind is EventKind.VOIDED and last.content["signatures"] == [approval.signature]
    assert not cases.may_post(case.id, TEXT, approval).allowed


def test_a_note_that_changes_nothing_leaves_the_approval(cases: Cases, case: CaseState) -> None:
    case = cases.approve(drafted(cases, case), TEXT, by=SARI)
    assert len(cases.decide(case, "call", "Kami telepon juga", by=SARI).approvals) == 1


def test_two_editors_see_both_texts_and_neither_edit_is_lost(cases: Cases, case: CaseState) -> None:
    case = drafted(cases, case)
    cases.edit(case, "Rudi wrote this", by=MEI)
    with pytest.raises(CaseChanged) as conflict:
        cases.edit(case, "Sari wrote this", by=SARI)
    assert (conflict.value.yours, conflict.value.theirs) == ("Sari wrote this", "Rudi wrote this")
    assert conflict.value.version == cases.get(case.id).version
    assert cases.get(case.id).text == "Rudi wrote this"


def test_a_customers_message_is_never_refused_for_a_conflict(cases: Cases, case: CaseState) -> None:
    cases.message(case, "one", by=BOT)
    assert [said.text for said in cases.message(case, "two", by=BOT).messages[1:]] == ["one", "two"]


def test_the_same_request_sent_twice_is_written_once(cases: Cases, complaint: Complaint) -> None:
    one = cases.open_case(complaint, by=BOT, once="webhook-1")
    assert cases.open_case(complaint, by=BOT, once="webhook-1") == one
    first = cases.edit(one, TEXT, by=SARI, once="form-1")
    assert cases.edit(one, TEXT, by=SARI, once="form-1") == first
    with pytest.raises(InputError, match="another write"):
        cases.open_case(Complaint(text="something else"), by=BOT, once="webhook-1")
    with pytest.raises(InputError, match="another write"):
        cases.edit(cases.open_case(complaint, by=SARI), TEXT, by=SARI, once="form-1")


def test_one_request_sent_by_many_at_once_opens_one_case(cases: Cases, complaint: Complaint) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: cases.open_case(complaint, by=BOT, once="webhook-2").id, range(16)))
    assert len(ids) == 1 and cases.verify().cases == 1


def test_an_approval_that_is_refused_writes_nothing(cases: Cases, case: CaseState) -> None:
    text = "What a ridiculous accusation."
    case = cases.triaged(case, Triage(language="en"), by=BOT)
    case = cases.edit(case, text, by=SARI, review=flagged(text, "ridiculous"))
    with pytest.raises(ApprovalRefused) as refused:
        cases.approve(case, text, by=SARI)
    assert refused.value.reasons
    with pytest.raises(ApprovalRefused):
        cases.approve(case, text, by=SARI, dismissals=[(case.reviews[-1].review.findings[0], "we quote her")])
    assert cases.get(case.id) == case


def test_an_overruled_finding_is_approved_with_its_reason_and_a_second_reader(cases: Cases, case: CaseState) -> None:
    text = "What a ridiculous accusation."
    case = cases.triaged(case, Triage(language="en", urgency=Urgency.SERIOUS_RISK), by=BOT)
    case = cases.edit(case, text, by=SARI, review=flagged(text, "ridiculous"))
    finding = case.reviews[-1].review.findings[0]
    case = cases.dismiss(case, text, finding, "we quote her own words", by=MEI)
    with pytest.raises(InputError, match="ask another person"):
        cases.second_read(case, text, agrees=True, by=SARI)
    case = cases.second_read(case, text, agrees=True, by=RUDI)
    case = cases.approve(case, text, by=SARI)
    assert case.approvals[0].second_reader == RUDI


def test_a_bot_edits_and_decides_nothing(cases: Cases, case: CaseState) -> None:
    with pytest.raises(InputError):
        cases.edit(case, "x", by=BOT)
    with pytest.raises(InputError):
        cases.decide(case, "close", "", by=BOT)
    with pytest.raises(ApprovalRefused):
        cases.approve(drafted(cases, case), TEXT, by=BOT)


def test_a_fact_that_was_withdrawn_no_longer_stands(cases: Cases, case: CaseState) -> None:
    case = cases.fact(case, "Termos rusak", by=SARI)
    case = cases.fact(case, "Termos rusak", by=MEI, stands=False)
    assert case.facts == () and case.complaint.facts == ()


def test_a_holding_reply_creates_the_follow_up_that_it_promised(cases: Cases, case: CaseState) -> None:
    due = datetime(2027, 1, 5, 9, tzinfo=UTC)
    case = cases.hold(case, "Kami cek, kabar besok.", LINK, owner=SARI, due=due, by=SARI)
    assert (case.follow_ups[0].owner, case.due_at, case.posted[0].holding) == (SARI, due, True)


def test_cases_are_found_by_where_they_stand(cases: Cases, complaint: Complaint) -> None:
    opened = [cases.open_case(complaint, by=SARI) for _ in range(3)]
    soon = datetime.now(UTC) + timedelta(hours=1)
    cases.due(opened[1], soon, by=SARI)
    cases.outcome(opened[2], "done", by=SARI)
    assert [one.id for one in cases.find()] == [opened[0].id, opened[1].id]
    assert [one.id for one in cases.find(Filter(due_before=soon + timedelta(hours=1)))] == [opened[1].id]
    assert [one.id for one in cases.find(Filter(ended=True))] == [opened[2].id]
    assert [one.id for one in cases.find(Filter(limit=1, after=opened[0].id))] == [opened[1].id]


def test_a_case_that_is_not_there_is_named(cases: Cases) -> None:
    with pytest.raises(CaseNotFound, match="nowhere"):
        cases.get("nowhere")


async def test_the_async_twins_do_the_same(cases: Cases, complaint: Complaint) -> None:
    case = await cases.aopen_case(complaint, by=SARI)
    case = await cases.aedit(case, TEXT, by=SARI)
    assert (await cases.aget(case.id)).text == TEXT


def test_an_address_of_another_kind_is_refused_without_its_password(settings: Settings) -> None:
    with pytest.raises(InputError) as refused:
        Cases("mysql://me:secret@host/db", settings=settings)
    assert "secret" not in str(refused.value)


def test_a_database_that_is_away_says_so_without_the_words_of_the_case(tmp_path: Path, settings: Settings) -> None:
    store = Cases(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.sqlite'}", settings=settings)
    with pytest.raises(StoreUnavailable) as away:
        store.open_case(Complaint(text="rahasia"), by=SARI)
    assert "rahasia" not in str(away.value)


def test_more_than_a_complaint_may_hold_keeps_the_first_and_the_newest_words(cases: Cases) -> None:
    case = cases.open_case(Complaint(text="a" * 15_000), by=SARI)
    case = cases.message(case, "b" * 15_000, by=BOT)
    text = case.complaint.text
    assert len(text) == 20_000 and text.startswith("a" * 10_000) and text.endswith("b" * 9_000)


def test_the_digest_of_the_state_changes_with_every_message(cases: Cases, case: CaseState) -> None:
    assert cases.message(case, "lagi", by=BOT).state_digest != case.state_digest
    assert sha256_of("a") != sha256_of("b")


def test_another_comment_policy_shuts_the_gate_until_the_text_is_read_again(
    cases: Cases, case: CaseState, url: str, settings: Settings, tmp_path: Path
) -> None:
    case = cases.approve(drafted(cases, case), TEXT, by=SARI)
    approval = case.approvals[0]
    policy = tmp_path / "policy.yaml"
    policy.write_text("rules: {}\n", encoding="utf-8")
    changed = Cases(url, settings=settings.model_copy(update={"policy": policy}))
    assert not changed.may_post(case.id, TEXT, approval).allowed
    with pytest.raises(ApprovalRefused):
        changed.approve(changed.get(case.id), TEXT, by=SARI)
    again = changed.review(changed.get(case.id), TEXT, READY, by=BOT)
    assert again.approvals == (), "the record says that the old one is void"
    again = changed.approve(again, TEXT, by=SARI)
    assert changed.may_post(case.id, TEXT, again.approvals[0]).allowed
    changed.close()
