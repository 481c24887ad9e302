"""Pages in a real browser: chromium by Playwright, barriers by axe-core, HTML by the Nu checker.

For tests of any page that tosgen makes: `page` opens one, `barriers` and `faults` say what is wrong with it. What is
missing on this machine skips the test; in CI it fails.

    from browser import barriers, browser, faults, opened  # `browser` is a fixture: name it so that pytest finds it

    def test_it(browser, tmp_path):
        with opened(browser, path, width=320, dark=True) as page:
            assert barriers(page) == []
        assert faults(path) == []
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NODE = Path(__file__).parent / "node_modules"
INSTALL = "npm ci --prefix tests --ignore-scripts"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


_MISREAD = "violates Content Security Policy"
"""The checker takes every style and script for blocked, whatever hash allows it; `opened` has chromium judge that."""


def missing(what: str, how: str) -> None:
    """Skip here, fail in CI: a check that silently does not run is none."""
    reason = f"{what} is not installed: {how}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium, one for all tests of a run; nothing is downloaded."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing("chromium", "apt-get install -y --no-install-recommends chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright", "pip install playwright")
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=program, args=list(_QUIET))
        yield chromium
        chromium.close()


@contextmanager
def opened(
    browser: Any, path: Path, *, width: int = 1200, height: int = 900, dark: bool = False, script: bool = True,
    media: str = "screen",
) -> Iterator[Any]:  # fmt: skip
    """A page of its own on a file. What it asks of the network, or says on its console, fails the test."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        bypass_csp=False,
    )
    wrong: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: wrong.append(f"console: {said.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None)
    page.emulate_media(media=media)
    page.goto(path.resolve().as_uri())
    try:
        yield page
    finally:
        context.close()
    assert wrong == [], "; ".join(wrong)


def soon(locator: Any) -> Any:
    """What is to become true of a locator: `soon(page.locator("#a")).to_be_focused()`.

    For whatever the browser does after the call that asked for it has returned: where a link within the page leads is
    focused and scrolled to with the next frame, `hashchange` and `toggle` are heard later still, a form's answer comes
    when it comes. What is read at once is sometimes read before.
    """
    from playwright.sync_api import expect

    expect.set_options(timeout=30_000)
    return expect(locator)


def barriers(page: Any, *, rules: Sequence[str] = RULES) -> list[Mapping[str, Any]]:
    """What axe-core finds against WCAG 2.2 AA and its best practice: `{rule, help, where}` of each violation."""
    source = NODE / "axe-core" / "axe.min.js"
    if not source.is_file():
        missing("axe-core", INSTALL)
    page.evaluate(source.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", list(rules))
    return [
        {"rule": each["id"], "help": each["help"], "where": [node["html"][:160] for node in each["nodes"]][:5]}
        for each in found["violations"]
    ]


def faults(*paths: Path) -> list[str]:
    """What the Nu HTML checker says of files: errors and warnings, one a line; [] for none."""
    jar = NODE / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.is_file():
        missing("vnu-jar", INSTALL)
    java = shutil.which("java")
    if java is None:
        missing("java", "apt-get install -y --no-install-recommends default-jre-headless")
    command = [str(java), "-Xss2m", "-jar", str(jar), "--format", "json", "--exit-zero-always", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.stderr.strip().startswith("{"), done.stderr
    found = [each for each in json.loads(done.stderr)["messages"] if _MISREAD not in each["message"]]
    return [
        f"{Path(m['url']).name}:{m.get('lastLine', 0)}: {m.get('subType', m['type'])}: {m['message']}" for m in found
    ]


def scrolls_sideways(page: Any) -> list[str]:
    """What makes a page wider than its window: the page itself, and every element that sticks out; [] if nothing."""
    return list(page.evaluate(
        """() => {
          const wide = document.documentElement;
          if (wide.scrollWidth <= wide.clientWidth) return [];
          return [`page ${wide.scrollWidth} > ${wide.clientWidth}`, ...[...document.querySelectorAll("body *")]
            .filter((each) => each.getBoundingClientRect().right > wide.clientWidth + 1)
            .slice(0, 5).map((each) => each.outerHTML.slice(0, 160))];
        }"""
    ))  # fmt: skip
