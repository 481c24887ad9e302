"""Many versions at once: written like beside like, read back before main moves, tagged in one file."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from ledger_drafts import ANA, NOON, draft, git, record, tags, versions, whole

from tosgen.errors import Unavailable
from tosgen.ledger import Change, Draft, Ledger, canonical, message
from tosgen.ledger.batch import Batch
from tosgen.ledger.recovery import tree_of
from tosgen.ledger.repository import Repository
from tosgen.ledger.reread import reread
from tosgen.ledger.written import of_version
from tosgen.model.version import Cause, ClauseRecord, Version

STAMPED = f"author {ANA} {int(NOON.timestamp())} +0000\ncommitter {ANA} {int(NOON.timestamp())} +0000\n".encode()
CLAUSE = ClauseRecord("core/law", "", "EU", "law", "1.1", "EU/core/law", "d", "t", {"de": "w"}, facts=("größe",))


def dumped(value: object) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)}\n".encode()


@pytest.mark.parametrize(
    "clauses",
    [
        (),
        (CLAUSE, CLAUSE, replace(CLAUSE, supplement="FR", satisfies={"b": '"\\\x7f\u2028', "a": "日本"})),
        (replace(CLAUSE, conspicuous=True), replace(CLAUSE, conspicuous=1)),  # equal to Python, and not in JSON
        (replace(CLAUSE, words={}), replace(CLAUSE, facts=(), terms=("a", "b"), omitted=("c",))),
        (replace(CLAUSE, causes=(Cause("fact", "x", 1, [True, {"k": 1.5}]), Cause("law", evidence={"on": "d"}))),),
    ],
)
def test_a_record_is_written_as_json_writes_it(clauses: tuple[ClauseRecord, ...]) -> None:
    facts = {"yes": True, "one": 1, "none": None, "rows": [{"b": [], "a": {}}, []], "long": 10**30, "half": -0.5}
    version = replace(draft(1, {"en": "x"}).version, clauses=clauses, facts=facts)
    for _ in range(2):
        assert of_version(version) == dumped(version.as_dict()) == canonical(version.as_dict())
    assert Version.from_dict(json.loads(of_version(version))).facts == facts


def many(number: int, count: int = 120) -> list[Draft]:
    """Documents of two kinds in turn, alike within a kind and as long as a text is, and unlike otherwise."""
    words = {kind: bytes(range(97, 123)).hex() + os.urandom(6_000).hex() for kind in ("terms", "privacy")}
    return [
        draft(number, {"en": f"{n}\n{words[kind]}\n{number}\n"}, document=kind, market=f"M{n}")
        for n, kind in zip(range(count), ["terms", "privacy"] * count, strict=False)
    ]


def test_what_is_alike_is_kept_as_what_differs(tmp_path: Path) -> None:
    given = many(1)
    record(tmp_path, *given)
    whole(tmp_path)
    assert {entry.market for entry in Ledger(tmp_path).entries()} == {each.version.market for each in given}
    found = Ledger(tmp_path).texts(Ledger(tmp_path).entries())
    assert [texts for _, texts in found] == [each.texts for each in given]
    (pack,) = (tmp_path / ".git/objects/pack").glob("*.pack")
    assert pack.stat().st_size < 120 * 2_000  # each text alone is 6,000 bytes however well it is packed


def test_a_file_that_takes_the_place_of_the_last_one_in_its_folder(tmp_path: Path) -> None:
    record(tmp_path, draft(1, {"en": "x\n"}))
    gone = dict.fromkeys(["terms/DE/en.md", "terms/DE/version.json"])
    with Ledger(tmp_path).session() as writer:
        writer.append([Change(message("moved", {"Tosgen-Record": "x"}), {**gone, "terms/DE/z.json": b"{}"})], ANA, NOON)
    assert [path.name for path in (tmp_path / "terms/DE").iterdir()] == ["z.json"]
    whole(tmp_path)


# --- What is read back ---


def made(shop: Path) -> list[Change]:
    """Three commits over one that was there: a new file, one that stays and one that changes, one that goes."""
    record(shop, draft(1, {"en": "one\n"}))
    return [
        Change("first\n", {"a/b/new.md": "new\n", "terms/DE/en.md": "one\n"}),
        Change("second\n", {"terms/DE/en.md": b"two\n"}),
        Change("third\n", {"a/b/new.md": None, "a/b/other.md": "new\n"}),
    ]


@pytest.fixture
def written(tmp_path: Path) -> tuple[Repository, str, list[str], list[Change]]:
    """A ledger, its tip before, and the commits that were made of the changes."""
    changes = made(tmp_path)
    before = Ledger(tmp_path).tip
    with Ledger(tmp_path).session() as writer:
        commits = writer.append(changes, ANA, NOON)
    return Repository(tmp_path), before, list(commits), changes


def check(repository: Repository, tip: str, commits: Sequence[str], changes: Sequence[Change], **other: bytes) -> None:
    batch = Batch(changes, tip, other.get("stamped", STAMPED))
    batch.write(BytesIO(), lambda _: None)
    found = reread(repository, batch, commits, tree_of(repository, tip))
    assert found == tree_of(repository, commits[-1])


Written = tuple[Repository, str, list[str], list[Change]]


def test_what_was_written_reads_back(written: Written) -> None:
    check(*written)


@pytest.mark.parametrize(
    ("number", "files"),
    [
        (0, {"a/b/new.md": "other\n", "terms/DE/en.md": "one\n"}),
        (0, {"terms/DE/en.md": "one\n"}),
        (0, {"a/b/new.md": "new\n", "terms/DE/en.md": None}),
        (1, {"terms/DE/en.md": "two\n", "a/b/more.md": "more\n"}),
        (1, {}),
        (2, {"a/b/other.md": "new\n"}),
    ],
)
def test_a_commit_that_changes_something_else(
    written: Written, number: int, files: dict[str, str | None]
) -> None:  # fmt: skip
    repository, before, commits, changes = written
    changes[number] = replace(changes[number], files=files)
    with pytest.raises(Unavailable, match="does not read back as it was written"):
        check(repository, before, commits, changes)


def test_a_commit_that_says_something_else(written: Written) -> None:
    repository, before, commits, changes = written
    with pytest.raises(Unavailable, match="does not read back"):
        check(repository, before, commits, [*changes[:2], replace(changes[2], message="third!\n")])
    with pytest.raises(Unavailable, match="does not read back"):
        check(repository, before, commits, changes, stamped=STAMPED.replace(b"Ana", b"Eve"))


def test_a_commit_that_follows_on_another(written: Written) -> None:
    repository, before, commits, changes = written
    with pytest.raises(Unavailable, match="does not read back"):
        check(repository, before, commits[1:], changes[1:])


@pytest.mark.parametrize("which", ["a/b/new.md", "a/b", ""])
def test_a_file_or_folder_that_is_gone(written: Written, which: str) -> None:
    repository, before, commits, changes = written
    id = git(repository.root, "rev-parse", f"{commits[0]}:{which}").strip()
    (repository.git_dir / "objects" / id[:2] / id[2:]).unlink()
    with pytest.raises(Unavailable):
        check(repository, before, commits, changes)


def test_a_damaged_index_stands_in_nobodys_way(written: Written) -> None:
    (written[0].git_dir / "index").write_bytes(b"DIRC\0\0\0\2\0\0\0\x05xx")
    assert len(list(Ledger(written[0].root).steps(lambda _: False))) == 4


# --- Tags ---


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> list[Draft]:
    """As many versions as are many tags."""
    monkeypatch.setattr("tosgen.ledger.tags.MANY", 6)
    return many(1, 6)


def loose(shop: Path) -> list[Path]:
    return [path for path in (shop / ".git/refs/tags").rglob("*") if path.is_file()]


def test_many_tags_are_one_file_beside_those_that_are_there(tmp_path: Path, few: list[Draft]) -> None:
    record(tmp_path, draft(1, {"en": "x\n"}, document="first"))
    git(tmp_path, "tag", "-a", "-m", "mine", "audited")
    git(tmp_path, "tag", "zz")
    git(tmp_path, "pack-refs", "--all")
    mine = {name: git(tmp_path, "rev-parse", name, f"{name}^{{}}") for name in ("audited", "zz")}
    record(tmp_path, *few)
    assert loose(tmp_path) == []
    assert {name: git(tmp_path, "rev-parse", name, f"{name}^{{}}") for name in mine} == mine
    assert {name: id for name, id in tags(tmp_path).items() if name not in mine} == versions(tmp_path)
    for name in mine:
        git(tmp_path, "tag", "-d", name)
    git(tmp_path, "pack-refs", "--all")
    record(tmp_path, *many(2, 6))
    whole(tmp_path)


def test_many_tags_where_some_were_moved_or_stand_in_the_way(tmp_path: Path, few: list[Draft]) -> None:
    record(tmp_path, draft(1, {"en": "x\n"}, document="first"))
    git(tmp_path, "tag", "-f", "first/DE/v1", git(tmp_path, "commit-tree", "-m", "other", "HEAD^{tree}").strip())
    git(tmp_path, "tag", "terms/M0")
    record(tmp_path, *few, draft(1, {"en": "x\n"}, document="third"))
    found = tags(tmp_path)
    del found["terms/M0"]
    assert found == {name: id for name, id in versions(tmp_path).items() if name != "terms/M0/v1"}


@pytest.mark.parametrize("form", [b"", b"# pack-refs with: something new \n", None])
def test_a_list_of_refs_that_is_not_ours_to_write(tmp_path: Path, few: list[Draft], form: bytes | None) -> None:
    record(tmp_path, draft(1, {"en": "x\n"}, document="first"))
    packed = tmp_path / ".git/packed-refs"
    if form is None:
        (tmp_path / "elsewhere").write_bytes(b"# pack-refs with: peeled fully-peeled sorted \n")
        packed.symlink_to(tmp_path / "elsewhere")
    else:
        packed.write_bytes(form)
    before = packed.read_bytes()
    record(tmp_path, *few)
    assert (packed.read_bytes(), len(loose(tmp_path))) == (before, 7)
    assert tags(tmp_path) == versions(tmp_path)


# --- What the history says of a version ---


def test_a_commit_that_names_another_day_than_its_version(tmp_path: Path) -> None:
    record(tmp_path, draft(1, {"en": "x\n"}))
    said = git(tmp_path, "log", "-1", "--format=%B").rstrip() + "\n"
    moved = said.replace("Tosgen-For: 2026-11-21", "Tosgen-For: 2027-01-01")
    forged = git(tmp_path, "commit-tree", "-m", moved, "HEAD^{tree}").strip()
    git(tmp_path, "update-ref", "refs/heads/main", forged)
    assert Ledger(tmp_path).entry("terms", "DE", 1).generated_for == "2027-01-01"
    with pytest.raises(Unavailable, match="not what its commit says"):
        Ledger(tmp_path).version("terms", "DE", 1)
