"""`notice`, `notify`, and what publishing does to existing users, as people run them; how a notice reads."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import shutil
import subprocess
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from command_line import SOUND, edit, files, tosgen
from ledger_drafts import git

from tosgen.formats import notice as formats
from tosgen.model.document import Document, Passage, Section, Supplement, Text

EXPECTED = Path(__file__).parent / "cases" / "notice"
RULES = "house-rules/home"
ROWS = """
  - id: qz-2
    law: wa
    provision: s 2
    applies_from: 2000-01-01
    documents: [house-rules]
    requirement: Tell guests of changes 10 days ahead; they may leave.
    notice: {days: 10, count: calendar, when: changes of the house rules, medium: durable, exit: 0}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """v1 is offered since 2099-01-01; v2, of 2099-02-01, awaits: answers take longer, and there is a floor more."""
    bench = tmp_path_factory.mktemp("built") / "bench"
    shutil.copytree(SOUND, bench)
    with (bench / "clauses/register/QZ.yaml").open("a", encoding="utf-8") as file:
        file.write(ROWS.lstrip("\n"))
    edit(bench / "clauses/documents/house-rules.yaml", "readership: public", "readership: public\neffect: contract")
    with (bench / "tosgen.yaml").open("a", encoding="utf-8") as file:
        file.write("  service.name: Bench\n  service.url: https://bench.example\n")
    assert tosgen(bench, "generate", "--on", "2099-01-01").code == 0
    assert tosgen(bench, "publish", RULES, "--effective", "2099-01-01", "--on", "2099-01-01").code == 0
    edit(bench / "tosgen.yaml", "bench.reply: 3 days", "bench.reply: 4 days")
    edit(bench / "tosgen.yaml", "bench.floors: 2", "bench.floors: 3")
    assert tosgen(bench, "generate", "--on", "2099-02-01").code == 0
    return bench


@pytest.fixture
def house(built: Path, tmp_path: Path) -> Path:
    """The same, to spoil."""
    shutil.copytree(built, tmp_path / "house", symlinks=True)
    return tmp_path / "house"


def listed(folder: Path, day: str) -> list[tuple[str, str | None, str | None, list[str]]]:
    found = tosgen(folder, "log", "--on", day, "--format", "json").json["versions"]
    return [(v["state"], v["effective"], v["existing"], v["holds_for"]) for v in found]


def notify(folder: Path, day: str, *more: str, on: str = "", ref: str = RULES) -> None:
    given = more or ("--digest", sha256(b"x").hexdigest())
    command = ("notify", ref, "--day", day, "--on", on or day, "--channel", "email", "--count", "12", *given)
    ran = tosgen(folder, *command)
    assert ran.code == 0, ran.err


def publish(folder: Path, *more: str, on: str = "2099-02-01", ref: str = RULES) -> str:
    """What publishing says is wrong; "" if it is done."""
    ran = tosgen(folder, "publish", ref, "--on", on, *more)
    return ran.err if ran.code else ""


@pytest.mark.parametrize(
    ("form", "locale"), [("md", "en"), ("md", "zh_Hans"), ("txt", "zh_Hans"), ("html", "en"), ("eml", "en")]
)
def test_a_notice_reads_as_expected(house: Path, form: str, locale: str, bless: bool) -> None:
    before = files(house / "outputs")
    urls = ("--redline-url", "https://bench.example/changes")
    ran = tosgen(house, "notice", RULES, "--locale", locale, "--mechanism", "notice-and-exit", "--on", "2099-02-01",
                 "--format", form, *urls)  # fmt: skip
    assert ran.code == 0, ran.err
    assert "Workshop Act s 2 (qz-2): not before 2099-02-12 if it is sent on 2099-02-01" in ran.err
    path = EXPECTED / f"notice-and-exit.{locale}.{form}"
    if bless:
        path.write_bytes(ran.out.encode())
    assert ran.out.encode() == path.read_bytes()
    assert files(house / "outputs") == before


def test_a_notice_says_what_its_mechanism_is(house: Path) -> None:
    def told(*more: str) -> str:
        ran = tosgen(house, "notice", RULES, "--on", "2099-02-01", "--existing", "2099-04-01", *more)
        return ran.out if ran.code == 0 else ran.err

    assert "can end the contract free of charge until 31 March 2099" in told("--mechanism", "notice-and-exit")
    asked = told("--mechanism", "express-acceptance")
    assert "We do not take silence for agreement." in asked
    assert "only if you agree to it, and not before 1 April 2099" in asked
    assert "error[exit-needed]" in told("--mechanism", "notice")
    assert "error[no-consent]" in told("--mechanism", "fresh-consent")
    assert "error[mechanism]" in told()
    early = ("--existing", "2099-02-11", "--mechanism", "notice-and-exit")
    assert "the earliest lawful day is 2099-02-12" in told(*early)
    assert "error[nobody-to-tell]" in tosgen(house, "notice", f"{RULES}@1", "--on", "2099-02-01").err


def test_a_notice_warns_of_a_day_that_publishing_would_refuse(house: Path) -> None:
    def told(*more: str, on: str = "2099-02-01") -> str:
        ran = tosgen(house, "notice", RULES, "--mechanism", "notice-and-exit", "--on", on, *more)
        assert (ran.code, ran.out != "") == (0, True), ran.err
        return ran.err

    def warned(*more: str, on: str = "2099-02-01") -> list[str]:
        found = re.findall(r"warning\[([a-z-]+)\] `tosgen publish` would refuse this day", told(*more, on=on))
        refused = publish(house, *(more or ("--effective", on)), "--mechanism", "notice-and-exit", on=on)
        assert all(f"error[{code}]" in refused for code in found)
        return found

    assert "warning" not in told("--effective", "2099-02-01")
    assert "warning" not in told()
    assert warned("--effective", "2099-01-15") == ["bad-date"]
    edit(house / "tosgen.yaml", "bench.reply: 4 days", "bench.reply: 6 days")
    assert warned("--effective", "2099-02-01") == ["not-recorded"]
    edit(house / "tosgen.yaml", "bench.reply: 6 days", "bench.reply: 4 days")
    early = ("--effective", "2099-05-01", "--existing", "2099-04-01")
    assert "warning[existing-first]" in told(*early)
    assert publish(house, "--effective", "2099-02-01", "--existing", "never") == ""
    assert "it is published already, from 2099-02-01" in told("--effective", "2099-03-01")
    assert "warning" not in told("--effective", "2099-02-01", on="2099-03-01")


def test_a_notice_warns_where_another_version_comes_first(house: Path) -> None:
    edit(house / "tosgen.yaml", "bench.reply: 4 days", "bench.reply: 5 days")
    assert tosgen(house, "generate", "--on", "2099-02-02").code == 0
    assert publish(house, "--effective", "2099-02-01", "--existing", "never", ref=f"{RULES}@2") != ""
    ran = tosgen(house, "notice", f"{RULES}@3", "--mechanism", "notice-and-exit", "--on", "2099-02-02")
    assert (ran.code, "warning[stale-base]" in ran.err) == (0, True), ran.err
    assert "was compared with v2, and v1 will be in force" in ran.err


def test_a_notice_into_a_folder_in_all_languages(house: Path, tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    command = ("notice", RULES, "--mechanism", "notice-and-exit", "--on", "2099-02-01", "--format", "eml")
    assert tosgen(house, *command, "-o", str(tmp_path / "mail")).code == 0
    found = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert found == ["house-rules.home.v2.en.eml", "house-rules.home.v2.zh_Hans.eml"]
    assert tosgen(house, *command, "-o", str(tmp_path / "one.eml")).code == 0
    assert (tmp_path / "one.eml").read_bytes() == (tmp_path / "mail" / found[0]).read_bytes()


def test_the_mail_is_one_that_mail_programs_read(house: Path) -> None:
    command = ("notice", f"{RULES}/zh_Hans", "--mechanism", "notice-and-exit", "--on", "2099-02-01", "--format", "eml")
    raw = tosgen(house, *command).out.encode()
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not mail.defects
    assert (mail["From"], mail["To"]) == ("Bench Workshop Limited <hello@bench.example>", None)
    assert mail["Subject"] == "Bench：《工坊守则》自2099年2月12日起变更"
    assert (mail["Date"].datetime.date().isoformat(), mail["Content-Language"]) == ("2099-02-01", "zh-Hans")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]  # type: ignore[union-attr]
    text, page = (part.get_content() for part in mail.iter_parts())  # type: ignore[union-attr]
    assert "2099年2月12日" in text
    assert "2099年2月12日" in page


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_html_for_mail_carries_its_styles_and_direction() -> None:
    section = Section(
        "about", "", "about", "1", Text("عنوان"), (_passage("core/a", "See [us](https://a.example) <b>."),)
    )
    subject = Section("subject", "", "subject", "1", Text("x"), (_passage("core/s", "تعديل **1** & 2"),))
    document = Document("n", "AE", "ar", "rtl", Text("t"), (Supplement("", "", Text(""), (subject, section)),))
    page = _Page()
    page.feed(formats.as_html(document))
    found = dict(page.tags)
    assert (found["html"]["lang"], found["html"]["dir"], found["div"]["dir"]) == ("ar", "rtl", "rtl")
    assert "text-align:right" in str(found["div"]["style"])
    assert all(found[tag].get("style") for tag in ("h1", "h2", "p", "a"))
    assert not {"script", "link", "style", "img", "b"} & found.keys()
    assert formats.subject(document) == "تعديل 1 & 2"


def _passage(id: str, body: str) -> Passage:
    return Passage(id, "", id.replace("/", "--"), "1.1", Text("t"), Text(body))


def test_without_a_notice_existing_users_keep_what_they_have(house: Path) -> None:
    ran = tosgen(house, "publish", RULES, "--effective", "2099-02-01", "--on", "2099-02-01")
    assert (ran.code, "existing users keep v1" in ran.out) == (0, True)
    assert listed(house, "2099-06-01") == [
        ("superseded", "2099-01-01", "2099-01-01", ["existing"]),
        ("in-force", "2099-02-01", None, ["new"]),
    ]
    for users, words in (("new", "within 4 days"), ("existing", "within 3 days")):
        assert words in tosgen(house, "show", f"{RULES}@in-force", "--for", users, "--on", "2099-06-01").out
        assert words in tosgen(house, "show", f"{RULES}@2099-06-01", "--for", users).out
    assert tosgen(house, "verify").code == 0


def test_told_in_time_they_get_it_on_the_first_lawful_day(house: Path) -> None:
    wished = ("--effective", "2099-02-01", "--mechanism", "notice-and-exit")
    assert "error[no-notice]" in publish(house, *wished, "--existing", "2099-03-01")
    notify(house, "2099-02-01")
    wrong = publish(house, *wished, "--existing", "2099-02-11")
    assert "error[too-early]" in wrong
    assert "Workshop Act s 2 (qz-2) asks for 10 days of notice" in wrong
    assert "the earliest lawful day is 2099-02-12" in wrong
    assert "error[exit-needed]" in publish(house, "--effective", "2099-02-01", "--mechanism", "notice")
    assert "error[existing-first]" in publish(house, "--effective", "2099-03-01", "--mechanism", "express-acceptance",
                                              "--existing", "2099-02-20")  # fmt: skip
    assert publish(house, *wished) == ""
    held = [listed(house, day)[1] for day in ("2099-02-11", "2099-02-12")]
    assert held == [
        ("in-force", "2099-02-01", "2099-02-12", ["new"]),
        ("in-force", "2099-02-01", "2099-02-12", ["new", "existing"]),
    ]
    assert tosgen(house, "verify").code == 0


def test_a_published_version_comes_to_existing_users_later(house: Path) -> None:
    assert publish(house, "--effective", "2099-02-01", "--existing", "never") == ""
    notify(house, "2099-03-01")
    assert "error[state]" in publish(house, "--existing", "never", on="2099-03-01")
    assert publish(house, "--mechanism", "notice-and-exit", on="2099-03-01") == ""
    assert listed(house, "2099-03-12")[1] == ("in-force", "2099-02-01", "2099-03-12", ["new", "existing"])
    assert "error[state]" in publish(house, "--mechanism", "notice-and-exit", on="2099-03-01")
    names = sorted(path.name for path in (house / f"outputs/bench/{RULES}/decisions").iterdir())
    assert names == ["1.publish.plain.json", "2.notify-3.plain.json", "2.publish-4.plain.json", "2.publish.plain.json"]
    assert tosgen(house, "verify").code == 0


def test_those_who_are_asked_keep_the_old_text_until_they_agree(house: Path) -> None:
    notify(house, "2099-02-01")
    assert publish(house, "--effective", "2099-02-01", "--mechanism", "express-acceptance") == ""
    ran = tosgen(house, "show", f"{RULES}@in-force", "--for", "existing", "--on", "2099-06-01")
    assert ("within 3 days" in ran.out, "asked to agree to v2" in ran.err) == (True, True)


def test_a_notice_is_of_one_version(house: Path) -> None:
    notify(house, "2099-02-01")
    edit(house / "tosgen.yaml", "bench.reply: 4 days", "bench.reply: 5 days")
    tosgen(house, "reject", RULES, "--reason", "no")
    assert tosgen(house, "generate", "--on", "2099-02-01").code == 0
    wrong = publish(house, "--effective", "2099-02-01", "--mechanism", "notice-and-exit", "--existing", "2099-06-01")
    assert "error[no-notice]" in wrong
    assert "error[state]" in tosgen(house, "notify", f"{RULES}@2", "--day", "2099-02-01", "--on", "2099-02-01",
                                    "--channel", "email", "--count", "1", "--digest", "0" * 64).err  # fmt: skip


def test_several_changes_reach_existing_users_at_once(house: Path) -> None:
    """An editorial change after one in substance that never reached them is no editorial change to them."""
    assert publish(house, "--effective", "2099-02-01") == ""
    path = house / "clauses/QZ/core/house.md"
    path.write_text(path.read_text("utf-8").replace("slot: house\n", "slot: house\nmateriality: editorial\n"), "utf-8")
    edit(house / "tosgen.yaml", "bench.floors: 3", "bench.floors: 4")
    assert tosgen(house, "generate", "--on", "2099-03-01").code == 0
    assert tosgen(house, "log", "--format", "json").json["versions"][2]["kind"] == "editorial"
    notify(house, "2099-03-01")
    assert publish(house, "--effective", "2099-03-01", "--mechanism", "notice-and-exit", on="2099-03-01") == ""
    said = json.loads((house / f"outputs/bench/{RULES}/decisions/3.publish.plain.json").read_text("utf-8"))
    effect = said["subjects"][0]["effect"]
    assert (effect["since"], effect["kinds"], effect["existing"]) == (1, ["material", "editorial"], "2099-03-12")
    assert tosgen(house, "verify").code == 0


def test_the_sending_is_bound_by_what_was_sent(house: Path, tmp_path: Path) -> None:
    sent = tmp_path / "sent.md"
    sent.write_text("told\n", "utf-8")
    digest = sha256(b"told\n").hexdigest()
    notify(house, "2099-02-01", "--file", str(sent), "--digest", digest)
    said = json.loads((house / f"outputs/bench/{RULES}/decisions/2.notify-2.plain.json").read_text("utf-8"))
    assert said["sent"] == {
        "channel": "email", "count": 12, "day": "2099-02-01", "digests": [digest], "existing": None,
    }  # fmt: skip
    assert git(house / "outputs/bench", "log", "-1", "--format=%s").strip() == f"{RULES} v2: notified"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"--day": "2099-02-02"}, "bad-date"),  # still to come
        ({"--day": "soon"}, "bad-date"),
        ({"--count": "-1"}, "bad-value"),
        ({"--count": "0"}, "form"),
        ({"--digest": "abc"}, "bad-value"),
        ({"--digest": None}, "bad-value"),
        ({"--file": "tosgen.yaml"}, "digest"),  # not what the digest says
        ({"--file": "gone.md", "--digest": None}, "missing-file"),
        ({"--existing": "2099-02-01"}, "form"),  # named as the first day on the day of sending
        ({"": f"{RULES}/en"}, "bad-ref"),
        ({"": f"{RULES}@9"}, "unknown-ref"),
    ],
)
def test_what_cannot_be_recorded_as_told(house: Path, changes: dict[str, str | None], code: str) -> None:
    given = {"--day": "2099-02-01", "--count": "12", "--digest": "0" * 64, **changes}
    ref = given.pop("", None) or RULES
    options = [word for name, value in given.items() if value is not None for word in (name, value)]
    before = git(house / "outputs/bench", "rev-parse", "main")
    ran = tosgen(house, "notify", ref, "--channel", "email", "--on", "2099-02-01", *options)
    assert (ran.code, f"error[{code}]" in ran.err) == (2, True), ran.err
    assert git(house / "outputs/bench", "rev-parse", "main") == before


def test_a_profile_has_no_such_document(bench: Path) -> None:
    edit(bench / "tosgen.yaml", "documents: [house-rules]", "documents: [house-rules, change-notice]")
    ran = tosgen(bench, "generate")
    assert (ran.code, "is composed when it is needed, and is never a version" in ran.err) == (2, True)


def test_duties_written_by_hand_are_held_against_the_register(house: Path) -> None:
    """Somebody leaves the row out and commits past tosgen: the numbers agree, and the register does not."""
    notify(house, "2099-02-01")
    assert publish(house, "--effective", "2099-02-01", "--mechanism", "notice-and-exit") == ""
    ledger, name = house / "outputs/bench", f"{RULES}/decisions/2.publish.plain.json"
    said = json.loads((ledger / name).read_text("utf-8"))
    effect = said["subjects"][0]["effect"]
    effect.update(duties=[], existing="2099-02-02")
    message = git(ledger, "log", "-1", "--format=%B")
    author, at = git(ledger, "log", "-1", "--format=%an%n%ae").split("\n")[:2], git(ledger, "log", "-1", "--format=%aI")
    git(ledger, "reset", "-q", "--hard", "HEAD~1")
    (ledger / name).write_text(json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1) + "\n", "utf-8")
    git(ledger, "add", name)
    person = ("-c", f"user.name={author[0]}", "-c", f"user.email={author[1]}", "-c", "commit.gpgsign=false")
    _commit(ledger, message, at.strip(), person)
    found = tosgen(house, "verify", "--format", "json").json["findings"]
    assert [finding["code"] for finding in found] == ["law"]
    edit(house / "clauses/register/QZ.yaml", "days: 10", "days: 11")
    assert tosgen(house, "verify").code == 0  # another register: the one that was asked is not at hand


def _commit(ledger: Path, message: str, at: str, person: tuple[str, ...]) -> None:
    env = {**os.environ, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    command = ["git", "-C", str(ledger), *person, "commit", "-q", "--cleanup=verbatim", "-F", "-"]
    subprocess.run(command, input=f"{message.rstrip()}\n".encode(), env=env, check=True)
