"""`tosgen review`: the page in a real browser, and the same page served, where a reviewer decides."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from browser import barriers, faults, opened, scrolls_sideways, soon
from command_line import SOUND, edit, tosgen
from decided_ledger import make_key, needs_ssh

from tosgen.cli.review import side_of
from tosgen.cli.review_desk import Desk
from tosgen.cli.review_served import Server
from tosgen.cli.run import Run
from tosgen.ledger import Ledger, private
from tosgen.review.replay import structure

ANA, BOB = "Ana Ruiz <ana@bench.example>", "Bob Oak <bob@bench.example>"
RULES = "house-rules/home"
CLAUSE = "repairs--promise"
EVIL = "<script>document.title='taken'</script>"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """v1 is in force; v2 awaits: answers take longer, and somebody wrote a script into a fact."""
    bench = tmp_path_factory.mktemp("built") / "bench"
    shutil.copytree(SOUND, bench)
    assert tosgen(bench, "generate", "--on", "2031-01-01", "--as", ANA).code == 0
    ran = tosgen(bench, "publish", RULES, "--effective", "2031-01-01", "--on", "2031-01-01", "--as", ANA)
    assert ran.code == 0, ran.err
    edit(bench / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 5 days")
    edit(bench / "tosgen.yaml", "en: be kind and tidy", f'en: "be kind {EVIL}"')
    ran = tosgen(bench, "generate", "--on", "2031-02-01", "--as", ANA)
    assert ran.code == 0, ran.err
    return bench


@pytest.fixture
def bench(built: Path, tmp_path: Path) -> Path:
    """The same, to spoil."""
    shutil.copytree(built, tmp_path / "bench", symlinks=True)
    return tmp_path / "bench"


@pytest.fixture(scope="module")
def page(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "review"
    ran = tosgen(built, "review", "--on", "2031-02-01", "-o", str(folder))
    assert (ran.code, ran.err) == (0, "")
    return folder / "index.html"


def opening(tab: Any) -> None:
    for fold in tab.locator("details").all():
        fold.evaluate("each => { each.open = true }")


@pytest.mark.parametrize("dark", [False, True])
def test_there_are_no_barriers(browser: Any, page: Path, dark: bool) -> None:
    with opened(browser, page, dark=dark) as tab:
        opening(tab)
        assert barriers(tab) == []
        tab.check("#tosgen-sides")
        assert barriers(tab) == []


def test_nothing_sticks_out_of_a_narrow_screen(browser: Any, page: Path) -> None:
    with opened(browser, page, width=320) as tab:
        opening(tab)
        assert scrolls_sideways(tab) == []
        tab.check("#tosgen-sides")
        assert scrolls_sideways(tab) == []


def test_the_html_is_valid_and_needs_nothing_else(page: Path) -> None:
    assert faults(page) == []
    text = page.read_text("utf-8")
    ids = re.findall(r' id="([^"]*)"', text)
    assert len(ids) == len({*ids})
    assert {target[1:] for target in re.findall(r'href="([^"]*)"', text)} <= {*ids}
    assert "<form" not in text


def test_the_table_leads_to_the_redlines_and_keys_move_between_them(browser: Any, page: Path) -> None:
    with opened(browser, page, height=400) as tab:
        assert tab.locator("table.documents tbody tr").count() == 1
        tab.evaluate("document.querySelector('details.document').open = false")
        link = tab.locator("table.documents a")
        link.focus()
        tab.keyboard.press("Enter")
        soon(tab.locator("details.document")).to_have_attribute("open", "")
        soon(link).not_to_be_focused()
        seen = []
        for key in "jjk":
            tab.keyboard.press(key)
            seen.append(tab.evaluate("document.activeElement.id"))
        assert seen == ["v1-en--core--house", f"v1-en--{CLAUSE}", "v1-en--core--house"]
        assert "[deleted: 3][inserted: 5]" in " ".join(
            tab.locator(f"#v1-en--{CLAUSE} .inline").inner_text().split()
        ) or ("3" in tab.locator(f"#v1-en--{CLAUSE} del").first.inner_text())
        assert EVIL in tab.locator("#v1-en--core--house .inline").inner_text()
        tab.check("#tosgen-sides")
        assert tab.locator(f"#v1-en--{CLAUSE} .sides").is_visible()
        assert not tab.locator(f"#v1-en--{CLAUSE} .inline").is_visible()


def test_on_paper_everything_is_open(browser: Any, page: Path) -> None:
    with opened(browser, page, media="print") as tab:
        tab.evaluate("document.querySelector('details.document').open = false")
        tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert tab.locator(f"#v1-en--{CLAUSE}").is_visible()
        assert not tab.locator(".tools").is_visible()


def test_json_tells_all_that_the_decision_rests_on(built: Path) -> None:
    ran = tosgen(built, "review", "--on", "2031-02-01", "--format", "json")
    (document,) = ran.json["documents"]
    assert ran.json["schema"] == "tosgen.review/1"
    assert (document["ref"], document["base"], document["state"]) == (f"{RULES}@2", 1, "recorded")
    assert sorted(document["redlines"]) == ["en", "zh_Hans"]
    assert {cause["name"] for cause in document["causes"]} == {"bench.manners", "bench.reply"}
    assert document["approval"]["authors"] == ["ana@bench.example"]
    assert len(document["unadopted"]) == 3
    assert document["notice"]["needed"] is False
    assert tosgen(built, "review", f"{RULES}@1", "--on", "2031-02-01", "--format", "json").json["documents"] == []


# The page, served.


@dataclass
class Served:
    """A server on a ledger, and who asks it."""

    server: Server
    folder: Path

    @property
    def ledger(self) -> Ledger:
        return self.server.desk.ledger

    def ask(
        self,
        method: str,
        path: str = "/",
        form: Mapping[str, str] | None = None,
        *,
        cookie: bool = True,
        **headers: str,
    ) -> tuple[int, str, Mapping[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_address[1], timeout=60)
        given = {"Host": self.server.host}
        if method == "POST":
            given |= {"Origin": f"http://{self.server.host}", "Content-Type": "application/x-www-form-urlencoded"}
        if cookie:
            given["Cookie"] = f"{self.server.cookie}={self.server.token}"
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        given = {name: value for name, value in given.items() if value}
        connection.putrequest(method, path, skip_host=True)
        body = urlencode(form or {}).encode() if method == "POST" else b""
        for name, value in {**given, "Content-Length": str(len(body))}.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, dict(answer.getheaders())

    def form(self, **more: str) -> dict[str, str]:
        """What the page would send."""
        page = self.ask("GET")[1]
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        return {**hidden, **{name.replace("__", ":"): value for name, value in more.items()}}

    def state(self) -> set[str]:
        return {deed.action for deed in structure(self.ledger).of(RULES) if deed.version == 2}


@contextmanager
def serving(folder: Path, author: str | None = BOB, key: Path | None = None) -> Iterator[Served]:
    from datetime import date

    work = Run.at(folder, None, date(2031, 2, 1))
    desk = Desk(folder, side_of(work), work.workspace.ledger(work.service.name), (), author, key)
    with Server(desk, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield Served(server, folder)
        finally:
            server.shutdown()
            thread.join(60)


@pytest.fixture(scope="module")
def idle(built: Path) -> Iterator[Served]:
    """A server whose ledger nothing may change."""
    with serving(built) as served:
        tip = served.ledger.tip
        yield served
        assert served.ledger.tip == tip


def test_the_token_is_changed_for_a_cookie_that_no_script_reads(idle: Served) -> None:
    status, _, headers = idle.ask("GET", f"/?token={idle.server.token}", cookie=False)
    assert (status, headers["Location"]) == (303, "/")
    assert headers["Set-Cookie"].endswith("; Path=/; HttpOnly; SameSite=Strict")
    status, page, headers = idle.ask("GET")
    assert (status, "form-action 'self'" in unescape(page)) == (200, True)
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert idle.server.token not in page
    assert idle.server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("method", "path", "cookie", "headers"),
    [
        ("GET", "/", False, {}),
        ("GET", "/?token=", False, {}),
        ("GET", "/?token=wrong", True, {}),
        ("GET", "/?token=%C3%A9", False, {}),
        ("GET", "/", True, {"Host": "evil.example"}),
        ("GET", "/", True, {"Host": "localhost:1"}),
        ("GET", "/", True, {"Host": ""}),
        ("GET", "/", True, {"Origin": "http://evil.example"}),
        ("GET", "/", False, {"Cookie": "tosgen-review=x"}),
        ("POST", "/", False, {}),
        ("POST", "/", True, {"Origin": "http://evil.example"}),
        ("POST", "/", True, {"Origin": "null"}),
        ("POST", "/", True, {"Origin": ""}),
        ("POST", "/", True, {"Host": "evil.example"}),
        ("POST", "/elsewhere", True, {}),
    ],
)
def test_whatever_is_not_of_the_page_is_refused(
    idle: Served, method: str, path: str, cookie: bool, headers: dict[str, str]
) -> None:
    form = idle.form(decide=f"approve:{RULES}@2") if method == "POST" else None
    status, text, _ = idle.ask(method, path, form, cookie=cookie, **headers)
    assert status == 403
    assert "house" not in text
    assert idle.state() == {"record"} or idle.state() == set()


def test_forms_that_are_none_are_refused(idle: Served) -> None:
    form = idle.form(decide=f"approve:{RULES}@2")
    assert idle.ask("POST", "/", {**form, "csrf": "x"})[0] == 403
    assert idle.ask("POST", "/", {k: v for k, v in form.items() if k != "csrf"})[0] == 403
    assert idle.ask("POST", "/", form, Content_Type="text/plain")[0] == 415
    assert idle.ask("POST", "/", {**form, "decide": "publish:house-rules/home@2"})[0] == 422
    assert idle.ask("POST", "/", {**form, "decide": "approve:house-rules/home@1"})[0] == 422
    assert idle.ask("POST", "/", {**form, f"comment:{RULES}@2:no--clause": "x"})[0] == 422
    assert idle.ask("GET", "/favicon.ico")[0] == 404
    assert idle.ask("DELETE")[0] == 501
    connection = http.client.HTTPConnection("127.0.0.1", idle.server.server_address[1], timeout=60)
    connection.request("POST", "/", headers={
        "Host": idle.server.host, "Origin": f"http://{idle.server.host}", "Content-Length": "99999999",
        "Cookie": f"{idle.server.cookie}={idle.server.token}",
    })  # fmt: skip
    assert connection.getresponse().status == 413
    idle.server.desk.typed.clear()


def test_a_ledger_that_moved_meanwhile_is_noticed_and_nothing_is_lost(bench: Path) -> None:
    with serving(bench) as served:
        form = served.form(decide=f"approve:{RULES}@2")
        edit(bench / "tosgen.yaml", "bench.floors: 2", "bench.floors: 3")
        assert tosgen(bench, "generate", "--on", "2031-02-01", "--as", ANA).code == 0
        typed = {**form, f"comment:{RULES}@2:{CLAUSE}": f"why five?</textarea>{EVIL}"}
        status, page, _ = served.ask("POST", "/", typed)
        assert status == 409
        assert "The ledger has changed since this page was made" in page
        assert f"{RULES}@3" in page
        assert "why five?&lt;/textarea&gt;" in page
        assert EVIL not in page
        assert served.state() <= {"record"}
        status, _, headers = served.ask("POST", "/", {**typed, "tip": served.ledger.tip})
        assert (status, headers["Location"]) == (303, "/")
        assert "approve" in served.state()
        assert "approved by Bob Oak" in served.ask("GET")[1]
        assert "approved by Bob Oak" not in served.ask("GET")[1]


def notes(served: Served) -> list[private.Note]:
    folder = private.folder_of(served.ledger.path)
    found = (private.read(served.ledger.path, path.stem) for path in sorted(folder.glob("*.json")))
    return [note for note in found if note]


@contextmanager
def seen(browser: Any, served: Served, **look: Any) -> Iterator[Any]:
    """The served page in a browser; what the page says on its console fails the test."""
    context = browser.new_context(viewport={"width": 1000, "height": 800}, **look)
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("console", lambda said: wrong.append(said.text) if "status of 4" not in said.text else None)
    tab.on("request", lambda asked: None if served.server.host in asked.url else wrong.append(asked.url))
    tab.goto(served.server.url)
    try:
        yield tab
    finally:
        context.close()
    assert [each for each in wrong if "favicon" not in each] == []


def test_a_reviewer_rejects_with_comments_by_keyboard_alone(browser: Any, bench: Path) -> None:
    with serving(bench) as served, seen(browser, served) as tab:
        assert "token" not in tab.url
        tab.locator("#v1-c1").focus()
        tab.keyboard.type("jk: too rude")
        tab.locator(f"button[value='reject:{RULES}@2']").focus()
        tab.keyboard.press("Enter")
        soon(tab.get_by_role("alert")).to_contain_text("the reason is empty")
        tab.wait_for_load_state()
        assert tab.locator("#v1-c1").input_value() == "jk: too rude"
        tab.locator("#v1-reason").focus()
        tab.keyboard.type("The tone.")
        tab.locator(f"button[value='reject:{RULES}@2']").focus()
        tab.keyboard.press("Enter")
        assert tab.get_by_role("status").inner_text().strip() == f"{RULES}@2: rejected by {BOB}"
        soon(tab.locator("details.document")).to_have_count(0)
        (note,) = notes(served)
        assert (note.reason, dict(note.comments)) == ("The tone.", {"core--house": "jk: too rude"})
        assert "reject" in served.state()
        assert b"too rude" not in b"".join(p.read_bytes() for p in (bench / "outputs/bench").rglob("*.json"))


@pytest.mark.parametrize("dark", [False, True])
def test_the_served_page_has_no_barriers(browser: Any, idle: Served, dark: bool) -> None:
    with seen(browser, idle, color_scheme="dark" if dark else "light") as tab:
        assert barriers(tab) == []
        assert tab.title() != "taken"
        tab.set_viewport_size({"width": 320, "height": 800})
        soon(tab.locator("html")).to_have_js_property("clientWidth", 320)
        assert scrolls_sideways(tab) == []


def test_return_in_a_field_decides_nothing(browser: Any, idle: Served) -> None:
    with seen(browser, idle) as tab:
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.method))
        for name in ("#v1-clause", "#v1-kind", "#v1-c1", "#tosgen-keys-on"):
            tab.locator(name).focus()
            tab.keyboard.press("Enter")
            tab.keyboard.press("Escape")
        tab.evaluate("() => new Promise((done) => setTimeout(done, 200))")  # a form is sent after the key's handlers
        assert asked == []


@needs_ssh
def test_with_signers_the_reviewer_signs_and_an_author_may_not(browser: Any, bench: Path, tmp_path: Path) -> None:
    keys = {name: make_key(tmp_path, name) for name in ("ana", "bob")}
    for name, roles in (("ana", ("author", "publisher")), ("bob", ("reviewer",))):
        given = [part for role in roles for part in ("--role", role)]
        ran = tosgen(bench, "signers", "add", f"{name}@bench.example", f"{keys[name].path}.pub", *given, "--key",
                     str(keys["ana"].path), "--as", ANA)  # fmt: skip
        assert ran.code == 0, ran.err
    with serving(bench, ANA, keys["ana"].path) as served:
        status, page, _ = served.ask("POST", "/", served.form(decide=f"approve:{RULES}@2"))
        assert status == 422
        assert "role" in page
    with serving(bench, BOB, keys["bob"].path) as served, seen(browser, served) as tab:
        assert "may approve: bob@bench.example" in tab.locator(".told").inner_text()
        tab.locator("#v1-kind").select_option("editorial")
        tab.locator("#v1-reason").fill("Nothing that users rely on.")
        tab.locator(f"button[value='approve:{RULES}@2']").click()
        assert "approved by bob@bench.example" in tab.get_by_role("status").inner_text()
        assert "editorial" in tab.locator("table.documents").inner_text()
    ran = tosgen(bench, "verify", "--format", "json")
    assert json.loads(ran.out)["ok"], ran.out
