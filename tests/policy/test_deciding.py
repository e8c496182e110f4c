"""A person decides what follows from a breach, it is on the record, and another person answers an appeal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from replyguard.cases.moderation import Proposed, answer_appeal, author_of, decide, decisions, proposals
from replyguard.cases.store import Cases
from replyguard.domain.breach import Consequence
from replyguard.domain.case import CaseState, EventKind, Person, Role
from replyguard.domain.complaint import Complaint
from replyguard.domain.triage import Mark
from replyguard.errors import InputError
from replyguard.policy import Policy, Proposal
from replyguard.settings import Settings

SARI = Person(name="Sari", role=Role.AGENT)
RUDI = Person(name="Rudi", role=Role.READER)
MEI = Person(name="Mei", role=Role.MANAGER)
BOT = Person(name="poster", role=Role.BOT)

BREACH = {"id": "Nunggu dua jam! Muka admin kayak babi.", "en": "Two hours! Your waiter is a fat ugly pig."}
QUOTE = {"id": "Muka admin kayak babi", "en": "Your waiter is a fat ugly pig"}
ANGRY = {"id": "Pelayanan sampah! Kapok! Balikin uang saya!", "en": "Rubbish service! Never again! Give me my money!"}
both = pytest.mark.parametrize("language", ["id", "en"])


@pytest.fixture
def cases(tmp_path: Path) -> Iterator[Cases]:
    store = Cases(f"sqlite:///{tmp_path / 'cases.sqlite'}", settings=Settings(offline=True, data_folder=tmp_path))
    yield store
    store.close()


def _open(cases: Cases, text: str) -> CaseState:
    return cases.open_case(Complaint(text=text, channel="instagram"), by=BOT)


@both
def test_a_breach_is_proposed_with_its_words_and_nothing_is_done_until_a_person_decides(
    cases: Cases, language: str
) -> None:
    case = _open(cases, BREACH[language])
    (found,) = proposals(cases, case)
    mark = found.proposal.mark
    assert (found.message, mark.quote, mark.what) == (0, QUOTE[language], "abuse")
    assert case.messages[0].text[mark.start : mark.end] == mark.quote
    assert [event.kind for event in cases.events(case.id)] == [EventKind.OPENED]
    case = decide(cases, case, found, Consequence.REMIND, "an insult", by=SARI)
    (made,) = decisions(cases.events(case.id))
    assert (made.judged.taken, made.judged.quote, made.by, made.counts) == (
        Consequence.REMIND, QUOTE[language], SARI, True,
    )  # fmt: skip
    assert proposals(cases, case) == () and cases.verify().holds
    assert QUOTE[language] in cases.report(case.id, language)


@both
def test_criticism_is_never_proposed_and_only_a_manager_can_go_against_the_patterns(
    cases: Cases, language: str
) -> None:
    case = _open(cases, ANGRY[language])
    assert proposals(cases, case) == ()
    mark = Mark(what="abuse", start=0, end=5, quote=ANGRY[language][:5])
    made_up = Proposed(message=0, proposal=Proposal(mark=mark, earlier=0, consequence=Consequence.HIDE))
    with pytest.raises(InputError, match="criticism is none"):
        decide(cases, case, made_up, Consequence.REMIND, "I do not like it", by=SARI)
    assert [event.kind for event in cases.events(case.id)] == [EventKind.OPENED]
    case = decide(cases, case, made_up, Consequence.REMIND, "an insult in dialect", by=MEI)
    assert decisions(cases.events(case.id))[0].judged.found_by == "person"


@both
def test_every_earlier_breach_of_the_same_person_takes_the_next_step(cases: Cases, language: str) -> None:
    who = author_of(cases, "instagram", "@tukang_ngamuk")
    assert "ngamuk" not in who
    taken: list[Consequence] = []
    for _ in range(3):
        case = _open(cases, BREACH[language])
        (found,) = proposals(cases, case, author=who)
        taken.append(found.proposal.consequence)
        decide(cases, case, found, found.proposal.consequence, "an insult", by=SARI, author=who)
    assert taken == [Consequence.REMIND, Consequence.HIDE, Consequence.BLOCK_FOR_A_TIME]
    stranger = author_of(cases, "instagram", "@orang_lain")
    assert proposals(cases, _open(cases, BREACH[language]), author=stranger)[0].proposal.earlier == 0
    # A second insult by the same hand in one case counts without a name.
    case = cases.message(case, BREACH[language], by=BOT)
    assert [one.proposal.earlier for one in proposals(cases, case)] == [1]


def test_the_days_of_a_block_are_those_of_the_policy(cases: Cases) -> None:
    case, policy = _open(cases, BREACH["id"]), Policy(block_days=7)
    (found,) = proposals(cases, case, policy)
    case = decide(cases, case, found, Consequence.BLOCK_FOR_A_TIME, "again", by=MEI, policy=policy)
    assert decisions(cases.events(case.id))[0].judged.days == 7


@pytest.mark.parametrize(
    ("taken", "by", "reason", "problem"),
    [
        (Consequence.REMIND, BOT, "an insult", "let a person do it"),
        (Consequence.REMIND, RUDI, "an insult", "may not decide"),
        (Consequence.REMIND, SARI, "  ", "is blank"),
        (Consequence.BLOCK_FOR_GOOD, SARI, "an insult", "more than the policy proposes"),
    ],
)
def test_who_may_not_decide_or_says_not_why_is_refused(
    cases: Cases, taken: Consequence, by: Person, reason: str, problem: str
) -> None:
    case = _open(cases, BREACH["en"])
    (found,) = proposals(cases, case)
    with pytest.raises(InputError, match=problem):
        decide(cases, case, found, taken, reason, by=by)
    assert cases.get(case.id).version == case.version


def test_a_decision_that_nothing_follows_does_not_count(cases: Cases) -> None:
    case = _open(cases, BREACH["en"])
    case = decide(cases, case, proposals(cases, case)[0], None, "a quote from a film", by=SARI)
    assert proposals(cases, case) == ()
    case = cases.message(case, BREACH["en"], by=BOT)
    assert proposals(cases, case)[0].proposal.earlier == 0


def test_words_that_do_not_stand_there_and_a_rule_that_is_not_in_force_are_refused(cases: Cases) -> None:
    case = _open(cases, BREACH["en"])
    (found,) = proposals(cases, case)
    mark = found.proposal.mark
    for wrong, problem in (({"end": mark.end - 1}, "do not stand there"), ({"what": "rudeness"}, "is not in force")):
        other = found.model_copy(
            update={"proposal": found.proposal.model_copy(update={"mark": mark.model_copy(update=wrong)})}
        )
        with pytest.raises(InputError, match=problem):
            decide(cases, case, other, Consequence.REMIND, "an insult", by=MEI)
    with pytest.raises(InputError, match="do not stand there"):
        decide(cases, case, found.model_copy(update={"message": 4}), Consequence.REMIND, "an insult", by=MEI)


def test_an_appeal_is_answered_by_another_person_and_one_that_is_right_undoes_the_breach(cases: Cases) -> None:
    case = _open(cases, BREACH["en"])
    case = decide(cases, case, proposals(cases, case)[0], Consequence.REMIND, "an insult", by=MEI)
    with pytest.raises(InputError, match="is decided for this message"):
        decide(cases, case, Proposed(message=0, proposal=_again()), Consequence.HIDE, "again", by=MEI)
    for by in (MEI, Person(name=" mei ", role=Role.READER), SARI):
        with pytest.raises(InputError, match="another reader"):
            answer_appeal(cases, case, case.version, stands=False, reason="a nickname", by=by)
    with pytest.raises(InputError, match="no decision on a breach"):
        answer_appeal(cases, case, 1, stands=False, reason="a nickname", by=RUDI)
    case = answer_appeal(cases, case, case.version, stands=False, reason="a nickname among friends", by=RUDI)
    (made,) = decisions(cases.events(case.id))
    assert made.overturned and not made.counts
    case = cases.message(case, "Really! " + BREACH["en"], by=BOT)
    assert {one.proposal.earlier for one in proposals(cases, case)} == {0}


def _again() -> Proposal:
    quote = QUOTE["en"]
    start = BREACH["en"].index(quote)
    mark = Mark(what="abuse", start=start, end=start + len(quote), quote=quote)
    return Proposal(mark=mark, earlier=0, consequence=Consequence.REMIND)


def test_what_is_erased_by_law_is_no_longer_counted_against_anybody(cases: Cases) -> None:
    who = author_of(cases, "instagram", "@dewi")
    case = _open(cases, BREACH["en"])
    case = decide(cases, case, proposals(cases, case)[0], Consequence.REMIND, "an insult", by=SARI, author=who)
    assert proposals(cases, _open(cases, BREACH["en"]), author=who)[0].proposal.earlier == 1
    cases.erase(case.id, "request of 21 November", by=MEI)
    again = _open(cases, BREACH["en"])
    assert proposals(cases, again, author=who)[0].proposal.earlier == 0
    assert QUOTE["en"] not in cases.export(case.id) and who not in cases.export(case.id)


def test_one_record_does_not_know_the_people_of_another(cases: Cases, tmp_path: Path) -> None:
    other = Cases(f"sqlite:///{tmp_path / 'b.sqlite'}", settings=Settings(data_folder=tmp_path / "b"))
    assert author_of(cases, "x", "@dewi") != author_of(other, "x", "@dewi")
    assert author_of(cases, "x", "@dewi") != author_of(cases, "instagram", "@dewi")
    other.close()
