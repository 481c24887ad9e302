"""A ledger of which a part is gone is damaged, and never one in which nothing was recorded."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import tosgen
from ledger_drafts import codes, draft, git, record, three

from tosgen.errors import Refused, TosgenError
from tosgen.ledger import Ledger
from tosgen.review.verify import verify

MAIN = ".git/refs/heads/main"
DAY = ("--on", "2026-12-01")
Damage = Callable[[Path], object]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return three(tmp_path / "shop")


def damaged(shop: Path) -> str:
    """The code with which a ledger is refused: by whoever reads, and by whoever records, who changes nothing."""
    before = {path: path.read_bytes() for path in shop.rglob("*") if path.is_file() and path.parent.name != "tosgen"}
    found = set()
    for task in (lambda: Ledger(shop).entries(), lambda: record(shop, draft(3, {"en": "three\n"}))):
        with pytest.raises(TosgenError) as error:
            task()
        found |= {finding.code for finding in error.value.findings}
        assert all(finding.hint for finding in error.value.findings)
    assert found <= codes(shop)
    after = {path: path.read_bytes() for path in before if path.exists()}
    assert after == before
    (code,) = found
    return code


def written(content: bytes) -> Damage:
    return lambda shop: (shop / MAIN).write_bytes(content)


def gone(*names: str) -> Damage:
    def remove(shop: Path) -> None:
        for name in names:
            path = shop / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return remove


def blob(shop: Path) -> None:
    (shop / MAIN).write_text(git(shop, "rev-parse", "main:terms/DE/en.md"))


def tag(shop: Path) -> None:
    git(shop, "tag", "-am", "a tag", "mine")
    (shop / MAIN).write_text(git(shop, "rev-parse", "mine"))


def symbolic(shop: Path) -> None:
    git(shop, "branch", "other")
    (shop / MAIN).write_text("ref: refs/heads/other\n")


def folder(shop: Path) -> None:
    (shop / MAIN).unlink()
    (shop / MAIN).mkdir()


def list_of_refs(content: str) -> Damage:
    def write(shop: Path) -> None:
        git(shop, "pack-refs", "--all")
        (shop / ".git/packed-refs").write_text(content)

    return write


def renamed(shop: Path) -> None:
    git(shop, "branch", "-m", "other")
    git(shop, "symbolic-ref", "HEAD", "refs/heads/main")


def emptied(shop: Path) -> None:
    gone(".git")(shop)
    (shop / ".git").mkdir()


DAMAGE: dict[str, Damage] = {
    "junk": written(b"junk\n"),
    "empty": written(b""),
    "binary": written(b"\xff\xfe"),
    "half": written(b"1" * 20),
    "no object": written(b"1" * 40),
    "a blob": blob,
    "a tag": tag,
    "symbolic": symbolic,
    "a folder": folder,
    "gone": gone(MAIN),
    "gone, with the tags": gone(MAIN, ".git/refs/tags"),
    "renamed": renamed,
    "list of refs: junk": list_of_refs("junk\n"),
    "list of refs: torn": list_of_refs("# pack-refs with: peeled fully-peeled sorted \n0123"),
    "list of refs: empty": list_of_refs(""),
    "no HEAD": gone(".git/HEAD"),
    "no objects": gone(".git/objects"),
    "neither": gone(".git/HEAD", ".git/objects"),
    "no refs": gone(".git/refs"),
    "no .git": gone(".git"),
    "nothing in .git": emptied,
}


@pytest.mark.parametrize("name", DAMAGE)
def test_what_is_damaged_is_refused_by_all(shop: Path, name: str) -> None:
    DAMAGE[name](shop)
    assert damaged(shop) == "corrupt"


def test_a_repository_that_lies_elsewhere_is_refused_by_all(shop: Path) -> None:
    (shop / ".git").rename(shop.parent / "moved")
    (shop / ".git").write_text(f"gitdir: {shop.parent}/moved\n")
    assert damaged(shop) == "not-a-ledger"
    (shop / ".git").unlink()
    (shop / ".git").symlink_to(shop.parent / "moved")
    assert damaged(shop) == "not-a-ledger"


@pytest.mark.parametrize("head", ["ref: refs/heads/other\n", "1" * 40])
def test_a_head_elsewhere_is_told_and_what_main_holds_is_read(shop: Path, head: str) -> None:
    (shop / ".git/HEAD").write_text(head)
    assert len(Ledger(shop).entries()) == 3
    assert "branch" in codes(shop)
    with pytest.raises(Refused, match="branch"):
        record(shop, draft(3, {"en": "three\n"}))


@pytest.mark.parametrize("head", [b"", b"junk", b"\xff"])
def test_a_head_that_says_nothing_is_damage(shop: Path, head: bytes) -> None:
    (shop / ".git/HEAD").write_bytes(head)
    assert damaged(shop) == "corrupt"


def test_what_was_never_recorded_in_is_empty_and_whole(tmp_path: Path) -> None:
    absent, begun, made = tmp_path / "absent", tmp_path / "begun", tmp_path / "made"
    (begun / ".git/tosgen").mkdir(parents=True)
    (begun / ".git/tosgen.flock").touch()
    git(tmp_path, "init", "-q", "-b", "main", "made")
    for ledger in map(Ledger, (absent, begun, made)):
        assert (ledger.tip, ledger.entries(), verify(ledger).findings) == ("", (), ())
        record(ledger.path, draft(1, {"en": "one\n"}))
        assert len(ledger.entries()) == 1


def test_making_a_ledger_that_was_broken_off_is_taken_up_again(tmp_path: Path) -> None:
    git_dir = tmp_path / "shop/.git"
    (git_dir / "tosgen").mkdir(parents=True)
    for name in ("tosgen.flock", "tosgen/initialising", "config.lock", "HEAD.lock"):
        (git_dir / name).touch()
    assert Ledger(tmp_path / "shop").entries() == ()
    record(tmp_path / "shop", draft(1, {"en": "one\n"}))
    assert codes(tmp_path / "shop") == set()


def test_a_list_of_refs_alone_is_no_damage(shop: Path) -> None:
    git(shop, "pack-refs", "--all")
    (shop / MAIN).mkdir()
    assert len(Ledger(shop).entries()) == 3


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damaged") / "studio"
    assert tosgen(folder.parent, "init", "studio", "--example", "studio", "--yes").code == 0
    assert tosgen(folder, "generate", *DAY).code == 0
    return folder


def told(folder: Path, *arguments: str) -> tuple[int, bool]:
    """Exit code, and whether the damage is told in what a command says."""
    ran = tosgen(folder, *arguments)
    return ran.code, "error[corrupt]" in ran.out + ran.err


@pytest.mark.parametrize("name", ["junk", "empty", "no object", "no HEAD", "no objects", "no .git"])
def test_every_command_tells_the_damage(made: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(made, folder := tmp_path / "studio")
    ref = "letters/charity"
    DAMAGE[name](folder / "outputs/studio")
    publish = ("fleet", "publish", "--effective", "2027-01-01", ".")
    for command in (("verify",), ("fleet", "status", "."), ("fleet", "audit", "."), publish):
        assert told(folder, *command) == (1, True), command
    for command in (
        ("generate", *DAY), ("generate", "--dry-run", *DAY), ("log",), ("show", ref), ("diff", ref), ("review",),
        ("publish", ref, "--effective", "2027-01-01"), ("audit", *DAY), ("evidence", ref, "-o", "x.zip"),
        ("site", "build", "-o", "site"),
    ):  # fmt: skip
        assert told(folder, *command) == (3, True), command
