"""`tosgen site serve`: what would be generated now, in a real browser, as files are saved, broken and mended."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from browser import barriers, faults, scrolls_sideways, soon
from command_line import REPOSITORY, SOUND, edit, tosgen
from fleet_services import SMALL

from tosgen.cli.site_preview import PreviewServer, Stand
from tosgen.cli.site_sources import Watched
from tosgen.cli.speech import SPEECH
from tosgen.errors import Refused
from tosgen.ledger import Ledger
from tosgen.sources.library import load_library
from tosgen.sources.memory import Memory

DAY = date(2031, 1, 1)
RULES = "/house-rules/home/en/"
CHINESE = "/house-rules/home/zh_Hans/"
HOUSE = "clauses/QZ/core/house.md"
KNOWN = Memory()
"""The shipped library, parsed once for all servers."""


@dataclass
class Served:
    """A server on a workspace, and who asks it."""

    server: PreviewServer
    folder: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_address[1], timeout=60)
        connection.putrequest(method, path, skip_host=True)
        for name, value in {"Host": self.server.host, "Content-Length": "0", **headers}.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, dict(answer.getheaders())

    def saved(self, path: str, text: str) -> None:
        """As most editors save: a new file is renamed over the old one."""
        there = self.folder / path
        beside = there.with_name(f".{there.name}.new")
        beside.write_text(text, "utf-8")
        beside.replace(there)

    def edited(self, path: str, old: str, new: str) -> None:
        text = (self.folder / path).read_text("utf-8")
        assert text.count(old) == 1
        self.saved(path, text.replace(old, new))


@contextmanager
def serving(folder: Path, *, follow: bool = True) -> Iterator[Served]:
    with PreviewServer(Stand(Watched(folder, None, DAY, KNOWN)), 0) as server:
        server.stand.look()
        tasks = [threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)]
        if follow:
            tasks.append(threading.Thread(target=server.stand.follow, daemon=True))
        for task in tasks:
            task.start()
        try:
            yield Served(server, folder)
        finally:
            server.stand.stop()
            server.shutdown()
            for task in tasks:
                task.join(60)


@pytest.fixture
def served(bench: Path) -> Iterator[Served]:
    with serving(bench) as it:
        yield it


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose files nobody changes."""
    folder = tmp_path_factory.mktemp("idle") / "bench"
    shutil.copytree(SOUND, folder)
    with serving(folder, follow=False) as it:
        yield it


@contextmanager
def seen(browser: Any, served: Served, path: str, *, script: bool = True, **look: Any) -> Iterator[Any]:
    """A page in a browser; what it says on its console, or asks of elsewhere, fails the test."""
    context = browser.new_context(java_script_enabled=script, **{"viewport": {"width": 1000, "height": 700}, **look})
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("console", lambda said: wrong.append(said.text) if "status of 404" not in said.text else None)
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("request", lambda asked: None if served.server.host in asked.url or asked.url == "data:," else
           wrong.append(asked.url))  # fmt: skip
    tab.goto(f"http://{served.server.host}{path}")
    try:
        yield tab
    finally:
        context.close()
    assert wrong == []


def test_what_is_saved_is_shown_and_what_is_broken_stands_above_what_was(browser: Any, served: Served) -> None:
    with seen(browser, served, RULES) as tab:
        text = tab.locator("article")
        assert "Draft for 2031-01-01" in tab.locator(".draft").inner_text()
        assert "2 floors" in text.inner_text()
        served.edited("tosgen.yaml", "bench.floors: 2", "bench.floors: 5")
        soon(text).to_contain_text("5 floors")
        served.edited("tosgen.yaml", "bench.floors: 5", "bench.floors: many")
        soon(tab.locator(".findings")).to_contain_text("tosgen.yaml:17:17: error[bad-value]")
        assert "as it last came out" in tab.locator(".findings .old").inner_text()
        assert "5 floors" in text.inner_text()
        served.edited("tosgen.yaml", "bench.floors: many", "bench.floors: 6")
        soon(text).to_contain_text("6 floors")
        assert tab.locator(".findings").count() == 0
        served.edited(HOUSE, "on {{ bench.floors }} floors", "on {{ bench.flors }} floors")
        soon(tab.locator(".findings")).to_contain_text(f"{HOUSE}:")
        assert "6 floors" in text.inner_text()
    assert not (served.folder / "outputs").exists()


def test_a_language_that_is_sound_is_shown_while_another_waits_for_its_translation(
    browser: Any, served: Served
) -> None:
    with seen(browser, served, CHINESE) as chinese, seen(browser, served, RULES) as english:
        before = chinese.locator("article").inner_text()
        served.edited(HOUSE, "}} floors", "}} old floors")
        soon(english.locator("article")).to_contain_text("2 old floors")
        soon(english.locator(".findings")).to_contain_text("error[untranslated]")
        assert english.locator(".old").count() == 0
        soon(chinese.locator(".old")).to_be_visible()
        assert chinese.locator("article").inner_text() == before


def same_findings(served: Served) -> None:
    """The page says what the command line says, and nothing else."""
    ran = tosgen(served.folder, "generate", "--on", DAY.isoformat())
    assert ran.code == 2
    page = served.ask(RULES)[1]
    for line in ran.err.strip().split("\n"):
        head = line.partition("] ")[0] + "]"
        assert head.replace("'", "&#39;") in page.replace(f"{served.folder}/", ""), line
    assert page.count("<li class=") == len(ran.err.strip().split("\n"))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("clauses/terms.yaml", "bench", "bench: ["),
        ("clauses/QZ/core/house.md", "---\n", "--\n"),
        ("tosgen.yaml", "home: {jurisdictions: [QZ]", "home: {jurisdictions: [QQ]"),
        ("facts/tools.csv", None, "key,\x01\n"),
        ("locales/zh_Hans/LC_MESSAGES/clauses.po", None, 'msgid "x'),
    ],
)
def test_faults_are_those_of_the_command_line(bench: Path, path: str, old: str | None, new: str) -> None:
    with serving(bench, follow=False) as served:
        good = served.ask(RULES)[1]
        whole = (bench / path).read_text("utf-8")
        served.saved(path, whole.replace(old, new, 1) if old else new)
        served.server.stand.look()
        same_findings(served)
        served.saved(path, whole)
        served.server.stand.look()
        assert served.ask(RULES)[1] == good


def test_one_change_after_another_is_followed(served: Served) -> None:
    for number in range(3, 40):
        served.saved(
            "tosgen.yaml", (SOUND / "tosgen.yaml").read_text("utf-8").replace("floors: 2", f"floors: {number}")
        )
    page = served.ask(RULES)[1]
    while "39 floors" not in page:
        stamp = page.partition('data-stamp="')[2].partition('"')[0]
        assert served.ask(f"/-/changed{RULES}?seen={stamp}")[1] != stamp
        page = served.ask(RULES)[1]


def test_files_come_and_go(bench: Path) -> None:
    with serving(bench, follow=False) as served:
        stand = served.server.stand
        for path in ("tosgen.yaml", "facts/tools.csv", HOUSE, "clauses/facts.yaml"):
            kept = (bench / path).read_bytes()
            (bench / path).unlink()
            stand.look()
            status, page, _ = served.ask(RULES)
            assert (status, "error[" in page, "2 floors" in page) == (200, True, True), path
            (bench / path).write_bytes(kept)
            stand.look()
            assert "error[" not in served.ask(RULES)[1], path
        (bench / "clauses/QZ/core/.house.md.swp").write_bytes(b"\x00")
        (bench / "tosgen.yaml").write_text((bench / "tosgen.yaml").read_text("utf-8").replace("  home: {", "  here: {"))
        stand.look()
        status, page, _ = served.ask(RULES)
        assert (status, "There is no such text." in page, "/-/script.js" in page) == (404, True, True)
        assert served.ask("/house-rules/here/en/")[0] == 200


def test_only_what_changed_is_read_again(bench: Path) -> None:
    with serving(bench, follow=False) as served:
        preview = served.server.stand._preview
        before = preview.inputs
        served.edited(HOUSE, "}} floors", "}} old floors")
        served.server.stand.look()
        assert before
        assert preview.inputs
        new = {clause.path: clause for clause in preview.inputs.library.clauses}
        changed = [clause.path for clause in before.library.clauses if new[clause.path] is not clause]
        assert changed == ["QZ/core/house"]
        assert preview.inputs.translators["zh_Hans"] is before.translators["zh_Hans"]


def test_one_can_go_everywhere_without_script_and_by_keyboard(browser: Any, idle: Served) -> None:
    with seen(browser, idle, "/", script=False) as tab:
        link = tab.locator("a[hreflang=en]").first
        link.focus()
        tab.keyboard.press("Enter")
        soon(tab.locator("article")).to_contain_text("floors")
        assert tab.locator("a[aria-current=page]").all_inner_texts() == ["English", "home"]
        tab.locator("a[hreflang=zh-Hans]").click()
        soon(tab.locator("article[lang=zh-Hans]")).to_be_visible()
        tab.get_by_role("link", name="All documents").click()
        soon(tab.locator("article")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True])
def test_there_are_no_barriers(browser: Any, bench: Path, tmp_path: Path, dark: bool) -> None:
    with serving(bench, follow=False) as served:
        for path in ("/", RULES, CHINESE, "/house-rules/away/en/"):
            if path == CHINESE:
                served.edited(HOUSE, "}} floors", "}} old floors")
                served.server.stand.look()
            with seen(browser, served, path, color_scheme="dark" if dark else "light") as tab:
                assert barriers(tab) == [], path
            if dark:
                continue
            with seen(browser, served, path, viewport={"width": 320, "height": 700}) as tab:
                assert scrolls_sideways(tab) == [], path
            (tmp_path / f"{len(path)}.html").write_text(served.ask(path)[1], "utf-8")
        assert dark or faults(*sorted(tmp_path.glob("*.html"))) == []


@pytest.mark.parametrize(
    ("path", "method", "headers", "status"),
    [
        ("/", "GET", {"Host": "evil.example"}, 403),
        ("/", "GET", {"Host": "localhost:1"}, 403),
        ("/", "GET", {"Host": ""}, 403),
        ("/", "GET", {"Origin": "http://evil.example"}, 403),
        ("/-/changed/?seen=x", "GET", {"Host": "evil.example"}, 403),
        ("/", "POST", {}, 403),
        ("/", "POST", {"Origin": "own"}, 405),
        ("/../tosgen.yaml", "GET", {}, 404),
        ("/-/../../../../etc/passwd", "GET", {}, 404),
        ("/%2e%2e/%2e%2e/%2e%2e/", "GET", {}, 404),
        ("/-/style.css/../preview.html", "GET", {}, 404),
        ("/clauses/facts.yaml", "GET", {}, 404),
        ("/house-rules/home/", "GET", {}, 303),
        ("/house-rules/away/", "GET", {}, 404),
        ("/house-rules/home/<script>/", "GET", {}, 404),
        ("/a/b/c/d/", "GET", {}, 404),
        ("/house-rules/home/de/", "GET", {}, 404),
        ("/-/changed/nothing?seen=x", "GET", {}, 200),
    ],
)
def test_whoever_else_asks_gets_nothing(
    idle: Served, path: str, method: str, headers: dict[str, str], status: int
) -> None:
    given = {name: f"http://{idle.server.host}" if value == "own" else value for name, value in headers.items()}
    got, text, told = idle.ask(path.replace("<", "%3C"), method, **given)
    assert got == status
    assert "floors" not in text
    assert "<script>" not in text
    assert told["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in told["Content-Security-Policy"]
    assert idle.server.server_address[0] == "127.0.0.1"


def test_what_a_fact_says_is_no_markup(bench: Path) -> None:
    edit(bench / "tosgen.yaml", "en: be kind and tidy", 'en: "<script>alert(1)</script>"')
    edit(bench / "tosgen.yaml", "bench.floors: 2", "bench.floors: '<b>'")
    with serving(bench, follow=False) as served:
        page = served.ask("/")[1]
        assert "error[bad-value]" in page
        assert "<b>" not in page
        served.edited("tosgen.yaml", "bench.floors: '<b>'", "bench.floors: 2")
        served.server.stand.look()
        page, _, headers = served.ask(RULES)[1], *served.ask(RULES)[1:]
        assert "&lt;script&gt;alert(1)" in page
        assert "script-src 'self'" in headers["Content-Security-Policy"]


def test_an_error_nobody_foresaw_is_a_finding(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(bench, follow=False) as served:
        good = served.ask(RULES)[1]
        with monkeypatch.context() as broken:
            broken.setattr("tosgen.cli.site_sources.load_with_files", lambda *_: 1 // 0)
            served.edited("tosgen.yaml", "bench.floors: 2", "bench.floors: 3")
            served.server.stand.look()
            page = served.ask(RULES)[1]
            assert "tosgen: error[internal]" in page
            assert "2 floors" in page
        served.edited("tosgen.yaml", "bench.floors: 3", "bench.floors: 2")
        served.server.stand.look()
        assert served.ask(RULES)[1] == good


def test_no_english_escapes_into_another_language(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en_XA")
    monkeypatch.setenv("LANG", "en_IE.UTF-8")
    SPEECH.at(bench)
    try:
        with serving(bench, follow=False) as served:
            served.edited(HOUSE, "}} floors", "}} old floors")
            served.server.stand.look()
            pages = "".join(served.ask(path)[1] for path in ("/", RULES, CHINESE, "/house-rules/away/en/"))
        bare = re.sub(r"(?s)<(article|code|bdi|title)\b.*?</\1>|<[^>]*>", "", pages)
        assert {line for line in map(str.strip, bare.split("\n")) if line and not line.startswith("⟪")} == set()
        assert bare.count("⟪") > 15
    finally:
        monkeypatch.undo()
        SPEECH.at(Path())


def command(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
    line = [sys.executable, "-c", "from tosgen.cli.main import main; main()", "site", "serve", "--no-open", *arguments]
    return subprocess.Popen(
        line, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_it_starts_and_ends_by_the_command_line(bench: Path) -> None:
    with command(bench, "--on", "2031-01-01") as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        connection = http.client.HTTPConnection(url.removeprefix("http://").rstrip("/"), timeout=60)
        connection.request("GET", RULES)
        assert "2 floors" in connection.getresponse().read().decode()
        connection.close()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "")
    assert err.endswith("stopped\n")
    assert "Traceback" not in err
    assert not (bench / "outputs").exists()


def test_a_port_in_use_and_a_folder_without_a_profile(bench: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = tosgen(bench, "site", "serve", "--no-open", "--port", str(taken.getsockname()[1]))
    assert (ran.code, ran.out) == (2, "")
    assert "--port: error[port] port " in ran.err
    ran = tosgen(tmp_path, "site", "serve", "--no-open")
    assert (ran.code, "error[no-profile]" in ran.err) == (2, True)


def test_nothing_of_it_is_recorded(bench: Path) -> None:
    assert tosgen(bench, "generate", "--on", "2031-01-01").code == 0
    ledger = Ledger(bench / "outputs" / "bench")
    tip = ledger.tip
    with serving(bench, follow=False) as served:
        served.edited("tosgen.yaml", "bench.floors: 2", "bench.floors: 9")
        served.server.stand.look()
        assert "9 floors" in served.ask(RULES)[1]
    assert ledger.tip == tip


EDITS = [
    ("clauses/DE/core/law.md", "German law", "the law of Germany"),
    ("clauses/DE/core/law.md", "---\ntitle", "--\ntitle"),
    ("clauses/terms.yaml", ":", ": {"),
    ("clauses/features.yaml", "\n", "\nunknown: 1\n"),
    ("clauses/facts.yaml", "\n", "\n\n"),
    ("clauses/register/EU.yaml", "requirement:", "requirment:"),
    ("clauses/documents/terms-of-service.yaml", "title", "titel"),
]


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_remembered_is_what_would_be_read(tmp_path: Path, order: int) -> None:
    """After each edit, and after each is taken back: the same library, or the same faults."""
    folder, memory = tmp_path / "clauses", Memory()
    shutil.copytree(SMALL / "clauses", folder)

    def both() -> tuple[str, str]:
        memory.turn()
        return outcome(folder, memory), outcome(folder, None)

    seen_: set[str] = set()
    for name, old, new in EDITS[::order]:
        path = tmp_path / name
        whole = path.read_text("utf-8")
        assert old in whole
        path.write_text(whole.replace(old, new, 1), "utf-8")
        known, fresh = both()
        assert known == fresh, name
        seen_.add(known)
        path.write_text(whole, "utf-8")
        known, fresh = both()
        assert known == fresh, name
    kept = (folder / "DE/core/law.md").read_bytes()
    (folder / "DE/core/law.md").unlink()
    assert len({*both()}) == 1
    (folder / "DE/core/law@2027-01-01.md").write_bytes(kept)
    (folder / "DE/core/law.md").write_bytes(kept)
    assert len({*both()}) == 1
    assert len(seen_) >= len(EDITS)


def outcome(folder: Path, memory: Memory | None) -> str:
    try:
        return re.sub(r" at 0x[0-9a-f]+>", ">", repr(load_library(folder, None, version="1", commit="", memory=memory)))
    except Refused as refused:
        return str(refused)
