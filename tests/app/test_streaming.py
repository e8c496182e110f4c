"""The app with a provider behind it: a person sees the draft while it is written, and may walk away."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.app.conftest import Pages, _wait_for
from tests.app.test_browser import DANA, SARI, Person
from tests.provider import server
from tests.provider.server import Exchange, Provider
from tests.provider.streams import Stream, cut

pytestmark = pytest.mark.browser

# Milliseconds. The first call loads LangChain, which takes a busy machine long.
_FIRST = 90_000

CALM = {
    "id": "Mohon maaf, Kak, *ukuran* yang kami kirim salah. Terima kasih sudah memberi tahu kami. "
    "Silakan kirim pesan pribadi kepada kami, ya.",
    "en": "We are sorry that we sent the *wrong* lamp. Thank you for telling us. Please send us a private message.",
}

# What the page calls how urgent a complaint is.
URGENCY = {"id": "Kegentingan", "en": "Urgency"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture(scope="module")
def online(provider: Provider) -> Iterator[str]:
    """The app, with the scripted provider as its model."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("REPLYGUARD", "OPENAI"))}
    model = {"REPLYGUARD_MODEL": "openai:scripted", "OPENAI_BASE_URL": provider.url, "OPENAI_API_KEY": "k"}
    patient = {"REPLYGUARD_TRY_SECONDS": "60", "REPLYGUARD_DEADLINE_SECONDS": "120"}
    command = [sys.executable, "-m", "replyguard.cli", "app", "--port", str(port)]
    environment = {**own, **model, **patient}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as app:
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", app)
            yield f"http://127.0.0.1:{port}"
        finally:
            app.terminate()


@pytest.fixture
def online_pages(chromium: Browser, online: str) -> Iterator[Pages]:
    opened = Pages(chromium, online)
    yield opened
    opened.close()


def _plays(provider: Provider, draft: Stream) -> None:
    def script(exchange: Exchange) -> None:
        if "ReviewAnswer" in json.dumps(exchange.body):
            server.says({"findings": []})(exchange)
        else:
            draft(exchange)

    provider.will(script)


def _asks(page: Page, person: Person) -> None:
    page.get_by_role("textbox", name=person.complaint_field).fill(person.complaint)
    page.get_by_role("textbox", name=re.compile(person.facts_field)).fill(person.facts)
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.get_by_role("button", name=person.write).first.click()


def _answer(name: str) -> tuple[str, ...]:
    return cut(json.dumps({"reply": CALM[name], "questions": []}))


@pytest.mark.parametrize("person", [SARI, DANA], ids=lambda person: person.name)
def test_triage_and_the_words_stand_on_the_page_before_the_provider_has_ended(
    online_pages: Pages, provider: Provider, person: Person
) -> None:
    stream = Stream(_answer(person.name), before=14)
    _plays(provider, stream)
    page = online_pages.open(person.locale)
    _asks(page, person)
    start = CALM[person.name][:40]
    expect(page.get_by_text(start)).to_be_visible(timeout=_FIRST)
    assert not stream.go.is_set()
    expect(page.get_by_text(re.compile(f"^{URGENCY[person.name]}: "))).to_be_visible()
    expect(page.get_by_role("button", name=person.copy)).to_have_count(0)
    stream.go.set()
    expect(page.get_by_text(person.ready)).to_be_visible()
    assert page.locator("textarea#replyguard-reply").input_value() == CALM[person.name]


def test_closing_the_page_hangs_up_on_the_provider(online_pages: Pages, provider: Provider) -> None:
    stream = Stream(cut(json.dumps({"reply": "We are sorry. " * 400}), every=7), before=-1, pause=0.15)
    _plays(provider, stream)
    page = online_pages.open(DANA.locale)
    _asks(page, DANA)
    expect(page.get_by_text("We are sorry. We are sorry.")).to_be_visible(timeout=_FIRST)
    page.close()
    assert stream.left.wait(90)
