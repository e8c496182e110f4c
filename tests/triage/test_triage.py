"""The first look at a complaint."""

from __future__ import annotations

import time

import pytest

from replyguard.domain.complaint import Complaint
from replyguard.domain.triage import Cause, Topic, Triage, Urgency
from replyguard.languages.pack import available
from replyguard.policy import Policy
from replyguard.triage import read_complaint
from replyguard.triage.signals import Signal, hear, signals, triage_file

EVERY = [(kind, what, signal) for code in available() for kind, what, signal in signals(code)]


def look(text: str, *facts: str) -> Triage:
    triage = read_complaint(Complaint(text=text, facts=facts))
    for mark in (*triage.because, *triage.risks, *triage.breaches, *triage.personal_data):
        assert text[mark.start : mark.end] == mark.quote
    return triage


@pytest.mark.parametrize(("kind", "what", "signal"), EVERY, ids=[f"{kind}-{what}" for kind, what, _ in EVERY])
def test_each_example_of_the_packs_holds(kind: str, what: str, signal: Signal) -> None:
    for example in (*signal.fires, *signal.silent):
        marks = [one.mark for one in hear(example.text) if (one.kind, one.mark.what) == (kind, what)]
        assert [(mark.start, mark.end) for mark in marks] == [(span.start, span.end) for span in example.spans], example


def test_every_language_knows_every_topic_cause_and_risk() -> None:
    for code in available():
        file = triage_file(code)
        assert {*file.topics, Topic.OTHER} == set(Topic)
        assert {*file.causes, Cause.UNCLEAR} == set(Cause)
        assert set(file.risks) == {"injury", "threat", "discrimination", "legal", "press", "viral"}


@pytest.mark.parametrize(
    ("text", "facts", "cause"),
    [
        ("The chair leg snapped after a day.", (), Cause.BUSINESS_ERROR),
        ("Kursinya patah sehari setelah datang.", (), Cause.BUSINESS_ERROR),
        ("I thought delivery was included, then you billed me for it.", (), Cause.MISUNDERSTANDING),
        ("Saya kira ongkirnya gratis, di iklan katanya begitu.", (), Cause.MISUNDERSTANDING),
        ("As a former employee I can tell you how they treat people.", (), Cause.DISGRUNTLED_EMPLOYEE),
        ("Gue pernah kerja di sini dua tahun, jangan percaya.", (), Cause.DISGRUNTLED_EMPLOYEE),
        ("lol your logo looks like a potato", (), Cause.TROLL),
        ("wkwk gabut, logonya norak", (), Cause.TROLL),
        ("meh", (), Cause.UNCLEAR),
        ("Mengecewakan!", (), Cause.UNCLEAR),
    ],
)
def test_a_cause_is_read_from_the_words(text: str, facts: tuple[str, ...], cause: Cause) -> None:
    triage = look(text, *facts)
    assert triage.cause is cause
    assert 0 < triage.confidence <= 1


def test_facts_that_confirm_a_fault_weigh_more_than_what_the_customer_thought() -> None:
    text = "I thought breakfast was included and then there was a charge on the bill."
    assert look(text, "The listing shows the room without breakfast").cause is Cause.MISUNDERSTANDING
    assert look(text, "The breakfast was billed by mistake").cause is Cause.BUSINESS_ERROR
    teks = "Saya kira sarapan sudah termasuk, kok ditagih lagi."
    assert look(teks, "Sarapan tidak termasuk di paket ini").cause is Cause.MISUNDERSTANDING
    assert look(teks, "Petugas kami salah menagih").cause is Cause.BUSINESS_ERROR


def test_an_angry_customer_with_a_grievance_is_no_troll() -> None:
    for text in ("Your cashier is a fat pig and my parcel never arrived!", "Dasar goblok, paket gue belum sampai!"):
        triage = look(text)
        assert triage.breaches
        assert triage.cause is Cause.BUSINESS_ERROR


@pytest.mark.parametrize(
    ("text", "urgency", "risk"),
    [
        ("The soup was salty.", Urgency.ROUTINE, ""),
        ("I need the dress today, the wedding is tomorrow.", Urgency.URGENT, ""),
        ("Tolong, harus hari ini juga, besok berangkat.", Urgency.URGENT, ""),
        ("We ended in hospital after your oysters.", Urgency.SERIOUS_RISK, "injury"),
        ("Anak saya kesetrum setrikanya.", Urgency.SERIOUS_RISK, "injury"),
        ("Your guard threatened me.", Urgency.SERIOUS_RISK, "threat"),
        ("Saya bacok kurirnya nanti.", Urgency.SERIOUS_RISK, "threat"),
        ("This is discrimination.", Urgency.SERIOUS_RISK, "discrimination"),
        ("Kami diusir karena pakai kursi roda.", Urgency.SERIOUS_RISK, "discrimination"),
        ("My solicitor will write to you.", Urgency.SERIOUS_RISK, "legal"),
        ("Saya lapor ke OJK.", Urgency.SERIOUS_RISK, "legal"),
        ("A journalist has my photos.", Urgency.SERIOUS_RISK, "press"),
        ("Siap-siap saya viralkan.", Urgency.SERIOUS_RISK, "viral"),
    ],
)
def test_urgency_rests_on_words(text: str, urgency: Urgency, risk: str) -> None:
    triage = look(text)
    assert triage.urgency is urgency
    assert {mark.what for mark in triage.risks} == ({risk} if risk else set())


def test_only_what_the_facts_leave_open_is_asked() -> None:
    text = "The parcel is late and nobody ever answers my emails."
    late, silent = (triage_file("en").topics[topic].question for topic in (Topic.LATE, Topic.NO_ANSWER))
    assert look(text).questions == (late, silent)
    assert look(text, "The parcel will arrive on 3 May").questions == (silent,)
    assert look(text, "The parcel will arrive on 3 May", "The inbox was unattended").questions == ()


def test_questions_are_few_and_in_the_complaint_s_language() -> None:
    text = (
        "Telat, pecah, salah warna, kasirnya jutek, mahal, chat nggak dibales, refund belum masuk. Saya lapor polisi!"
    )
    triage = look(text)
    assert len(triage.topics) >= 5
    assert len(triage.questions) == 4
    assert triage.questions[0] == triage_file("id").risk_question


def test_a_mixed_complaint_is_heard_in_both_languages() -> None:
    assert set(look("My order belum sampai and the staff were rude to me.").topics) >= {Topic.LATE, Topic.STAFF}


def test_the_language_that_the_caller_knows_is_believed() -> None:
    assert read_complaint(Complaint(text="ok", language="id")).language == "id"
    assert read_complaint(Complaint(text="El pedido llegó roto y nadie contesta.")).language == "und"
    malay = read_complaint(Complaint(text="Servis kedai ni teruk, saya tunggu sejam tapi makanan tak sampai."))
    assert (malay.language, bool(malay.language_note)) == ("id", True)


def test_one_complaint_takes_less_than_five_milliseconds() -> None:
    complaint = Complaint(text="Paket saya telat seminggu, chat cuma dibaca, HP 0812-9988-7766. " * 4)
    policy = Policy()
    read_complaint(complaint, policy)
    start = time.perf_counter()
    for _ in range(20):
        read_complaint(complaint, policy)
    assert (time.perf_counter() - start) / 20 < 0.02  # a loaded machine is given four times the aim
