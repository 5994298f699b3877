"""The picture of the README, taken of the real page: `python -m tests.browser.picture`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile

from tests.browser import chromium
from tests.house.sources import ROOT

PICTURE = ROOT / "docs" / "setup.png"
#: As wide as a README is shown, and sharp on good screens.
WINDOW = {"width": 860, "height": 947}
SCALE = 1.5
PORT = 8080  #: the one that the page of a fresh server shows

_LINK = re.compile(r"https?://\S+/setup\S*")


def take(port: int = PORT) -> None:
    """Start a fresh server on `port`, make the first account, and keep what its page looks like."""
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", "satchel", "serve", "--port", str(port), "--no-worker"],
            env={**os.environ, "SATCHEL_DATA": folder},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            assert server.stdout is not None
            link = next(found[0] for line in server.stdout if (found := _LINK.search(line)))
            _photograph(link)
        finally:
            server.terminate()
            server.wait()


def _photograph(link: str) -> None:
    with chromium.running() as browser:
        context = browser.new_context(viewport=WINDOW, device_scale_factor=SCALE, color_scheme="light")
        page = context.new_page()
        page.goto(link)
        page.fill("[name=name]", "alice")
        for field in page.locator("input[type=password]").all():
            field.fill("a short sentence is best")
        page.click("main form button")
        page.wait_for_selector("main pre")
        page.screenshot(path=PICTURE)
        context.close()


if __name__ == "__main__":
    take(int(sys.argv[1]) if len(sys.argv) > 1 else PORT)
