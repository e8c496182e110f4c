"""The real app in a process of its own, and a real browser before it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# As root in a container there is no sandbox, and a closed network is not to be asked for updates.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# A machine that runs other tests beside this one is slow, not wrong.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REPLYGUARD", "OPENAI"))}
    command = [sys.executable, "-m", "replyguard.cli", "app", "--offline", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert server.poll() is None, "the app ended before it answered"
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 (our own server on loopback)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the app did not answer within a minute")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; the browser tests need one (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Pages:
    """Opens the app as a person with this browser language and this screen would see it."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self.foreign: list[str] = []

    def open(self, locale: str, *, width: int = 1280, height: int = 1300, dark: bool = False) -> Page:
        context = self._browser.new_context(
            locale=locale,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.on("request", lambda request: self._note(request.url))
        page.goto(self._address)
        page.get_by_role("heading", name="ReplyGuard", exact=True).wait_for()
        return page

    def _note(self, url: str) -> None:
        if not url.startswith((self._address, self._address.replace("http", "ws"), "data:", "blob:")):
            self.foreign.append(url)

    def close(self) -> None:
        for context in self._browser.contexts:
            context.close()


@pytest.fixture
def pages(chromium: Browser, address: str) -> Iterator[Pages]:
    opened = Pages(chromium, address)
    yield opened
    opened.close()
