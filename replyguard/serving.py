"""The app, served to this machine's browser by Streamlit."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import NoReturn

from replyguard.errors import InputError
from replyguard.resources import folder

# Streamlit asks for an e-mail address and counts use unless it is told not to; a page may come from this host only.
_SETTINGS = {
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "server.fileWatcherType": "none",
    "server.headless": "true",
    "server.maxUploadSize": "2",
    "server.enableStaticServing": "false",
    "server.xsrfCookieSameSite": "strict",
    "theme.light.primaryColor": "#0b6e5f",
    "theme.dark.primaryColor": "#7fd1c1",
}


def serve(address: str, port: int, *, offline: bool = False) -> NoReturn:
    """Become the app's server, until it is stopped. `InputError` where Streamlit is not installed."""
    if find_spec("streamlit") is None:
        raise InputError("app", "needs Streamlit; install it with: pip install 'replyguard[app]'")
    environment = dict(os.environ)
    if offline:
        environment["REPLYGUARD_OFFLINE"] = "true"
    hosts = sorted({address, "localhost", "127.0.0.1"})
    command = [sys.executable, "-m", "streamlit", "run", str(folder("ui") / "app.py")]
    command += [f"--server.address={address}", f"--server.port={port}"]
    command += [f"--server.allowedHosts={host}" for host in hosts]
    command += [f"--{name}={value}" for name, value in _SETTINGS.items()]
    print(f"ReplyGuard: http://{address}:{port}  (stop it with Ctrl-C)", flush=True)
    # In our own place, not as a child: whoever stops us stops the server too.
    os.execve(sys.executable, command, environment)  # noqa: S606 (our own words)
