"""A build in a folder: all of it or nothing, whoever has been there before and whatever happens meanwhile."""

from __future__ import annotations

import json
import os
import signal
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from small_disk import disk, fill, privileged

from tosgen.errors import Refused, Unavailable
from tosgen.site.folder import Placed, place
from tosgen.site.standing import Kind

__all__ = ["disk"]
OLD = {"index.html": b"old\n", "terms/DE/index.html": b"v1\n", "gone/index.html": b"gone\n", "same.css": b"same\n"}
NEW = {
    "index.html": b"new\n",
    "terms/DE/index.html": b"v2\n",
    "terms/DE/v/2/index.html": b"v2\n",
    "same.css": b"same\n",
}
MANIFEST = ".tosgen-site.json"


def holds(folder: Path) -> dict[str, bytes]:
    """All that the folder holds but the manifests."""
    found = {
        str(path.relative_to(folder)): b"->" if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if not path.is_dir() or path.is_symlink()
    }
    return {path: content for path, content in found.items() if not path.startswith(".tosgen-")}


def hidden(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name.startswith(".tosgen-")}


def refused(folder: Path, files: Mapping[str, bytes], kind: Kind = "site") -> tuple[set[str], str]:
    """Why, and that nothing has changed."""
    before = holds(folder) if folder.is_dir() else {}
    with pytest.raises(Refused) as error:
        place(folder, files, kind)
    assert (holds(folder) if folder.is_dir() else {}) == before
    return {finding.code for finding in error.value.findings}, str(error.value)


def test_a_build_replaces_adds_and_removes(tmp_path: Path) -> None:
    target = tmp_path / "a" / "public"
    assert place(target, OLD, "site") == Placed(tuple(sorted(OLD)), (), ())
    before = (target / "same.css").stat().st_mtime_ns
    done = place(target, NEW, "site")
    assert done.written == ("index.html", "terms/DE/index.html", "terms/DE/v/2/index.html")
    assert (done.unchanged, done.removed, done.kept) == (("same.css",), ("gone/index.html",), ())
    assert holds(target) == NEW
    assert not (target / "gone").exists()
    assert (target / "same.css").stat().st_mtime_ns == before
    assert hidden(target) == {MANIFEST}


def test_nothing_is_written_where_nothing_has_changed(tmp_path: Path) -> None:
    place(tmp_path, NEW, "site")
    before = {path: path.stat().st_mtime_ns for path in [tmp_path, *tmp_path.rglob("*")] if path != tmp_path}
    assert place(tmp_path, NEW, "site") == Placed((), tuple(sorted(NEW)), ())
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_modes_do_not_depend_on_the_umask(tmp_path: Path) -> None:
    for umask, folder in ((0o077, tmp_path / "a"), (0o000, tmp_path / "b")):
        before = os.umask(umask)
        try:
            place(folder, NEW, "site")
        finally:
            os.umask(before)
        modes = {stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")] if path.is_dir()}
        assert modes == {0o755}
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {0o644}
    assert (tmp_path / "a" / MANIFEST).read_bytes() == (tmp_path / "b" / MANIFEST).read_bytes()


def test_a_site_wants_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.c").write_text("int main;\n")
    for n in range(7):
        (tmp_path / f"note-{n}").write_text("x")
    codes, said = refused(tmp_path, NEW)
    assert codes == {"foreign-files"}
    assert "note-0, note-1, note-2, note-3, note-4 and 3 more" in said
    assert not hidden(tmp_path)


def test_hidden_files_stay(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("x")
    (tmp_path / ".nojekyll").write_text("")
    place(tmp_path, NEW, "site")
    assert holds(tmp_path) == {**NEW, ".git/HEAD": b"x", ".nojekyll": b""}


def test_an_export_leaves_foreign_files_alone(tmp_path: Path) -> None:
    (tmp_path / "hugo.toml").write_text("x")
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "mine.md").write_text("mine")
    place(tmp_path, OLD, "export")
    place(tmp_path, {"index.html": b"new\n"}, "export")
    assert holds(tmp_path) == {"hugo.toml": b"x", "terms/mine.md": b"mine", "index.html": b"new\n"}


@pytest.mark.parametrize("kind", ["site", "export"])
def test_what_was_changed_by_hand_is_not_overwritten(tmp_path: Path, kind: Kind) -> None:
    place(tmp_path, OLD, kind)
    (tmp_path / "index.html").write_text("mine")
    codes, said = refused(tmp_path, NEW, kind)
    assert codes == {"hand-edit"}
    assert "index.html" in said
    (tmp_path / "index.html").write_bytes(NEW["index.html"])  # by hand, but what would have been written
    place(tmp_path, NEW, kind)
    assert holds(tmp_path) == NEW


def test_what_was_changed_by_hand_and_is_not_wanted_any_more(tmp_path: Path) -> None:
    for kind in ("site", "export"):
        place(tmp_path / kind, OLD, kind)
        (tmp_path / kind / "gone" / "index.html").write_text("mine")
    assert refused(tmp_path / "site", NEW)[0] == {"hand-edit"}
    done = place(tmp_path / "export", NEW, "export")
    assert (done.kept, done.removed) == (("gone/index.html",), ())
    assert holds(tmp_path / "export") == {**NEW, "gone/index.html": b"mine"}
    assert place(tmp_path / "export", OLD | {"gone/index.html": b"mine"}, "export").unchanged == (
        "gone/index.html", "same.css"
    )  # fmt: skip


def test_a_foreign_file_in_an_exports_way(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    codes, said = refused(tmp_path, NEW, "export")
    assert codes == {"foreign-files"}
    assert "index.html" in said
    assert not hidden(tmp_path)


def test_no_link_leads_out(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("theirs")
    for kind in ("site", "export"):
        target = tmp_path / kind
        place(target, {}, kind)
        (target / "terms").symlink_to(outside)
        assert refused(target, {"terms/index.html": b"x"}, kind)[0] == {"foreign-files"}
        (target / "terms").unlink()
        (target / "index.html").symlink_to(outside / "index.html")
        assert refused(target, {"index.html": b"x"}, kind)[0] == {"foreign-files"}
        (target / "index.html").unlink()
        (target / f".tosgen-{kind}.new").symlink_to(outside)
        place(target, {"a.html": b"x"}, kind)
    assert holds(outside) == {"index.html": b"theirs"}


@pytest.mark.parametrize("kind", ["site", "export"])
def test_a_folder_of_ours_that_became_a_link(tmp_path: Path, kind: Kind) -> None:
    """The same files stand behind it, and they are no longer ours to remove or replace."""
    target, outside = tmp_path / "public", tmp_path / "outside"
    place(target, {"terms/a.html": b"1", "b.html": b"2"}, kind)
    (target / "terms").rename(outside)
    (target / "terms").symlink_to(outside)
    assert refused(target, {"terms/a.html": b"new", "b.html": b"2"}, kind)[0] == {"foreign-files"}
    if kind == "site":
        assert refused(target, {"b.html": b"2"}, kind)[0] == {"foreign-files"}
    else:
        place(target, {"b.html": b"2"}, kind)
    assert holds(outside) == {"a.html": b"1"}


def test_a_manifest_cannot_lead_out_either(tmp_path: Path) -> None:
    target = tmp_path / "public"
    place(target, OLD, "site")
    for text in ('{"schema": "tosgen.folder/1", "files": {"../x": "y"}}', "[]", "{", '{"files": {}}', "[[" * 5000):
        (target / MANIFEST).write_text(text)
        assert refused(target, NEW)[0] == {"manifest"}


@pytest.mark.parametrize("kind", ["site", "export"])
def test_files_and_folders_that_change_places(tmp_path: Path, kind: Kind) -> None:
    place(tmp_path, {"a": b"1", "b/c": b"2", "b/d/e": b"3"}, kind)
    place(tmp_path, {"a/x": b"1", "b": b"2"}, kind)
    assert holds(tmp_path) == {"a/x": b"1", "b": b"2"}
    place(tmp_path, {"A/x": b"1", "b": b"2"}, kind)
    assert holds(tmp_path) == {"A/x": b"1", "b": b"2"}


@pytest.mark.parametrize("kind", ["site", "export"])
def test_a_foreign_folder_where_a_file_must_go(tmp_path: Path, kind: Kind) -> None:
    place(tmp_path, {"b/c": b"1"}, kind)
    (tmp_path / "b" / ".mine").write_text("mine")
    assert refused(tmp_path, {"b": b"2"}, kind)[0] == {"foreign-files"}
    (tmp_path / "x").mkdir()
    assert refused(tmp_path, {"b/c": b"1", "x": b"2"}, kind)[0] == {"foreign-files"}


def test_a_foreign_file_that_differs_in_capitals_alone(tmp_path: Path) -> None:
    (tmp_path / "Index.html").write_text("mine")
    codes, said = refused(tmp_path, NEW, "export")
    assert codes == {"foreign-files"}
    assert "Index.html" in said


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (("terms/DE/x", "terms/de/y"), "clash"),
        (("a", "A"), "clash"),
        (("a", "a/b"), "clash"),
        (("e\u0301", "\u00e9"), "clash"),
        (("../x",), "bad-path"),
        (("/etc/x",), "bad-path"),
        (("a//b",), "bad-path"),
        (("a/./b",), "bad-path"),
        (("",), "bad-path"),
        (("a\\b",), "bad-path"),
        (("a\0b",), "bad-path"),
        (("a\ud800b",), "bad-path"),
        (("x" * 256,), "bad-path"),
        ((".tosgen-site.json",), "bad-path"),
        (("a.",), "bad-path"),
    ],
)
def test_paths_that_not_every_file_system_holds(tmp_path: Path, paths: tuple[str, ...], code: str) -> None:
    assert refused(tmp_path / "new", dict.fromkeys(paths, b""))[0] == {code}
    assert not (tmp_path / "new").exists()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    assert refused(tmp_path / "x", NEW)[0] == {"foreign-files"}
    assert (tmp_path / "x").read_text() == "x"


ACTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}


def child(target: Path, files: Mapping[str, bytes], steps: int = sys.maxsize) -> int:
    """A process that builds, and is killed before its next act upon the disk after `steps` of them."""
    process = os.fork()
    if process:
        return process
    left = [steps]

    def step(event: str, _: object) -> None:
        if event in ACTS:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(step)
    try:
        place(target, files, "site")
        os._exit(0)
    finally:
        os._exit(1)


def killed(target: Path, files: Mapping[str, bytes], steps: int) -> bool:
    """Whether a build was killed at all."""
    code = os.waitstatus_to_exitcode(os.waitpid(child(target, files, steps), 0)[1])
    assert code in {0, -signal.SIGKILL}
    return code != 0


def test_a_build_that_is_killed_anywhere_is_finished_or_cleared_by_the_next(tmp_path: Path) -> None:
    step, mixed = 0, 0
    while True:
        target = tmp_path / str(step)
        place(target, OLD, "site")
        going = killed(target, NEW, step)
        found = holds(target)
        assert all(found[path] in {OLD.get(path), NEW.get(path)} for path in found), step
        assert {*found} >= {*OLD} & {*NEW}
        mixed += found not in (OLD, NEW)
        if step % 3 == 0:
            place(target, OLD, "site")
            assert holds(target) == OLD
        elif step % 3 == 1:
            killed(target, {"index.html": b"third\n"}, step)
        place(target, NEW, "site")
        assert (holds(target), hidden(target)) == (NEW, {MANIFEST})
        if not going:
            break
        step += 1
    assert step > 15
    assert mixed < step / 2


def test_two_builds_at_once(tmp_path: Path) -> None:
    running = [child(tmp_path / "public", files) for files in (OLD, NEW) * 3]
    assert [os.waitpid(process, 0)[1] for process in running] == [0] * 6
    assert holds(tmp_path / "public") in (OLD, NEW)
    assert hidden(tmp_path / "public") == {MANIFEST}


def outcome(target: Path, files: Mapping[str, bytes]) -> str:
    """The code of what went wrong, if anything did."""
    try:
        place(target, files, "site")
    except Unavailable as error:
        return error.findings[0].code
    return ""


def test_a_full_disk_leaves_the_old_build(disk: Path) -> None:
    target, failed = disk / "public", 0
    old = {f"{n}/index.html": b"x" * 9000 for n in range(20)}
    new = {f"{n}/{n}/index.html": os.urandom(9000) for n in range(20)} | {"3/index.html": b"3"}
    for step in range(0, 84, 4):
        place(target, old, "site")
        fill(disk, step * 4096)
        code = outcome(target, new)
        assert code in {"", "disk"}
        assert holds(target) == (old if code else new)
        failed += bool(code)
        (disk / "filler").unlink()
        assert hidden(target) == {MANIFEST}
    assert 0 < failed < 21


def test_a_disk_too_full_to_begin(disk: Path) -> None:
    fill(disk, 0)
    with pytest.raises(Unavailable, match="disk"):
        place(disk / "new" / "public", {"a": b"x" * 9000}, "site")
    assert not (disk / "new").exists()


def test_a_disk_that_cannot_be_written(disk: Path) -> None:
    place(disk / "public", OLD, "site")
    assert not privileged("mount", "-o", "remount,ro", str(disk))
    with pytest.raises(Unavailable, match="read-only"):
        place(disk / "public", NEW, "site")
    assert holds(disk / "public") == OLD


@pytest.fixture
def anybody() -> Iterator[Path]:
    """A folder of a user for whom permissions count."""
    with tempfile.TemporaryDirectory() as name:
        root = os.geteuid() == 0
        if root:
            os.chown(name, 65534, 65534)
            os.seteuid(65534)
        yield Path(name)
        if root:
            os.seteuid(0)


def test_a_folder_that_may_not_be_written(anybody: Path) -> None:
    target = anybody / "public"
    place(target, OLD, "site")
    (target / "terms").chmod(0o555)
    assert outcome(target, {**NEW, "terms/index.html": b"x"}) == "permission"
    assert (holds(target), hidden(target)) == (OLD, {MANIFEST})
    (target / "terms").chmod(0o755)
    (target / "index.html").chmod(0o000)
    assert outcome(target, NEW) == "permission"
    target.chmod(0o555)
    assert outcome(target, NEW) == "permission"
    target.chmod(0o755)
    (target / "index.html").chmod(0o644)
    assert outcome(target, NEW) == ""


def test_the_manifest_says_what_is_there(tmp_path: Path) -> None:
    place(tmp_path, {"é/index.html": b"x"}, "site")
    assert json.loads((tmp_path / MANIFEST).read_text("utf-8")) == {
        "schema": "tosgen.folder/1",
        "files": {"é/index.html": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},
    }
