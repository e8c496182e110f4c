"""Two hundred complaints full of personal data, and a server that keeps every byte: none of that data reaches it.

In `private_200.jsonl` the data is marked with [[ ]]. It was written for this test, all of it invented.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest

from replyguard import Brand, Complaint, ReplyGuard, Settings
from replyguard.errors import AnswerUnusable
from replyguard.languages.examples import _Example
from replyguard.models.masking import Mask
from replyguard.privacy import Vault
from tests.conftest import DATA
from tests.provider import server
from tests.provider.server import Exchange, Provider

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (DATA / "private_200.jsonl").read_text(encoding="utf-8").splitlines()
]
FEELINGS = {"en": "We are sorry you feel that way. Thank you.", "id": "Maaf kalau Kakak merasa kecewa. Terima kasih."}


def _told(row: dict[str, Any]) -> tuple[str, list[str]]:
    """The complaint without its marks, and what they stand round."""
    marked = _Example(reply=row["complaint"])
    return marked.text, [span.of(marked.text) for span in marked.spans]


def _stands(secret: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text, re.IGNORECASE) is not None


def _three_steps(language: str) -> server.Script:
    """A draft with a fault, a review, a revision with the same fault: everything is asked."""

    def script(exchange: Exchange) -> None:
        asked = exchange.body["response_format"]["json_schema"]["name"]
        reply = {"reply": FEELINGS[language]}
        answers: dict[str, Any] = {"DraftAnswer": {**reply, "questions": []}, "ReviewAnswer": {"findings": []}}
        server.says(answers.get(asked, reply))(exchange)

    return script


def test_there_are_a_hundred_in_each_language_and_all_are_marked() -> None:
    assert [sum(row["language"] == code for row in ROWS) for code in ("en", "id")] == [100, 100]
    assert all(_told(row)[1] for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_is_marked_is_masked_and_comes_back(row: dict[str, Any]) -> None:
    text, secrets = _told(row)
    vault = Vault()
    masked = vault.mask(text)
    assert [secret for secret in secrets if _stands(secret, masked)] == []
    assert vault.restore(masked) == text
    assert vault.strangers(masked) == ()


@pytest.mark.parametrize("language", ["en", "id"])
def test_no_byte_of_it_leaves_in_any_step(
    language: str, provider: Provider, settings: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    guard = ReplyGuard(settings(tries=1, try_seconds=60.0, deadline_seconds=300.0))
    provider.will(_three_steps(language))
    for row in ROWS:
        if row["language"] != language:
            continue
        text, secrets = _told(row)
        provider.requests.clear()
        caplog.clear()
        reply = guard.reply(Complaint(text=text, facts=(text[:900],), language=language))
        cases = "\n".join(turn["content"] for one in provider.requests for turn in one.body["messages"][1:])
        raw = "\n".join(one.raw.decode() for one in provider.requests)
        told = "\n".join((caplog.text, *reply.problems))
        assert provider.requests or reply.triage.urgency == "serious_risk"
        for secret in secrets:
            assert not _stands(secret, cases), row["id"]
            assert len(secret) < 5 or secret not in raw, row["id"]
            assert not _stands(secret, told), row["id"]


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_provider_that_quotes_the_case_puts_none_of_it_in_logs_or_problems(
    language: str, provider: Provider, settings: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    guard = ReplyGuard(settings(tries=1, try_seconds=60.0, deadline_seconds=300.0))
    provider.will(lambda exchange: server.fails(500, message=f"crashed on {exchange.body}")(exchange))
    for row in [row for row in ROWS if row["language"] == language][:10]:
        text, secrets = _told(row)
        reply = guard.reply(Complaint(text=text, language=language))
        told = "\n".join((caplog.text, *reply.problems, *reply.review.problems))
        assert [secret for secret in (*secrets, text) if _stands(secret, told)] == []


def test_the_customers_name_leaves_in_no_step(provider: Provider, settings: Callable[..., Settings]) -> None:
    provider.will(
        server.says({"reply": "We are sorry you feel that way, [NAME_1].", "questions": []}),
        server.says({"findings": []}),
        server.says({"reply": "We are sorry, [NAME_1], that it is broken."}),
        server.says({"findings": []}),
    )
    patient = settings(tries=1, try_seconds=60.0, deadline_seconds=300.0)
    reply = ReplyGuard(patient).reply(Complaint(text="My lamp is broken, says Hope", customer="Hope", language="en"))
    assert "Hope" in reply.text
    assert len(provider.requests) >= 3
    assert not any(re.search(r"hope", one.body["messages"][1]["content"], re.IGNORECASE) for one in provider.requests)


ALTERED = (
    "[PHONE_2]",
    "[phone_1]",
    "[Phone 1]",
    "[PHONE-1]",
    "PHONE_1",
    "{PHONE_1}",
    "<PHONE_1>",
    "(PHONE_1)",
    "[PHONE\\_1]",
    "[PHONE]",
    "[TELEPON_1]",
    "[PHO\u200bNE_1]",
    "[PHONE_\uff11]",
    "[EMAIL_1]",
)


@pytest.mark.parametrize("altered", ALTERED)
def test_a_mark_that_was_altered_or_invented_is_found_out(altered: str) -> None:
    mask = Mask(Brand())
    assert mask.text("Call 0812-9988-7766.") == "Call [PHONE_1]."
    assert mask.restored("We saw [PHONE_1].") == "We saw 0812-9988-7766."
    with pytest.raises(AnswerUnusable, match="nobody gave it"):
        mask.restored(f"We saw {altered}.")


@pytest.mark.parametrize("plain", ["(at least 2)", "phone 1 of 3", "[sic]", "a name, 2 places", "order 66"])
def test_ordinary_words_are_no_marks(plain: str) -> None:
    assert Mask(Brand()).restored(f"We saw {plain}.") == f"We saw {plain}."


def test_a_lost_mark_is_known() -> None:
    vault = Vault()
    vault.mask("Call 0812-9988-7766 or write to sari@surat.example.")
    assert vault.lost("We wrote to [EMAIL_1].") == ("[PHONE_1]",)


def test_amounts_dates_and_ordinary_words_stay_readable() -> None:
    told = {
        "en": "On Tuesday 4 May the kettle cost $480, 20% off, and the shop in London closed at 19.30.",
        "id": "Hari Selasa tanggal 4 Mei harganya Rp480.000, diskon 20%, toko di Jakarta tutup jam 19.30.",
    }
    for text in told.values():
        assert Vault().mask(text) == text
