"""What is kept between runs changes no byte, whatever becomes of it."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random

import polib
import pytest
from command_line import REPOSITORY, edit
from generate_workspace import LIBRARY, inputs, run
from small_disk import disk, fill, privileged

from tosgen.catalog import parity, po, typography
from tosgen.cli.cache import Cache
from tosgen.cli.cache_file import CacheFile
from tosgen.compose import render
from tosgen.errors import Refused
from tosgen.lint import catalogs, templates
from tosgen.sources import library as loading
from tosgen.sources.clauses import read_clauses
from tosgen.sources.library import load_library
from tosgen.store import OPENED
from tosgen.text import template

__all__ = ["disk"]
DAY = date(2026, 11, 21)
CLAUSE = "clauses/global/core/complaints.md"
SENTENCE = 'We answer a {{ term("complaint") }} within'
CATALOG = "locales/de/LC_MESSAGES/clauses.po"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder for a cache, not there yet."""
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small library with a service."""
    shutil.copytree(LIBRARY, tmp_path / "root")
    return tmp_path / "root"


def overlaid(root: Path) -> None:
    """A workspace's own clause and catalog over them, with faults that lint finds and `generate` does not."""
    own = root / "own" / "clauses/global/core"
    own.mkdir(parents=True)
    text = (root / CLAUSE).read_text("utf-8").replace("slot:", f"base: {'0' * 64}\nslot:")
    (own / "complaints.md").write_text(text, "utf-8")
    unused = "---\ntitle: No\ndocuments: [terms-of-service]\nslot: complaints\nwhen: goods\n---\nWe say {{ a.b }}.\n"
    (own / "unused.md").write_text(unused, "utf-8")
    text = (root / CATALOG).read_text("utf-8")
    (root / CATALOG).write_text(text.replace("Ein Abonnement beenden", "Ein Abonnement beenden 1"), "utf-8")


def forget() -> None:
    """What this process remembers of earlier runs in it."""
    for remembered in (template.read, render._compiled, parity.check, typography.slips):
        getattr(remembered, "cache_clear", lambda: None)()


def told(root: Path, cache: Path | None = None) -> list[str]:
    """All that a run finds and would record, the digests of its texts among it."""
    forget()
    opened = Cache(cache) if cache else None
    OPENED.open(opened)
    try:
        return _told(root)
    finally:
        OPENED.open(None)
        if opened:
            opened.close()


def _told(root: Path) -> list[str]:
    try:
        given = inputs(root, DAY)
        found = [finding for clause in given.library.clauses for finding in templates.check(clause, given.library)]
        for translator in given.translators.values():
            found += catalogs.check(translator, given.library, None)
        versions = [repr(outcome.version) for outcome in run(root, given, dry_run=True)]
    except Refused as refused:
        return [str(finding) for finding in refused.findings]
    return [*map(str, found), *versions]


def rows(cache: Path) -> int:
    with closing(sqlite3.connect(cache / "cache.db")) as file:
        return int(file.execute("SELECT count(*) FROM kept").fetchone()[0])


def _cut(at: float) -> Callable[[Path], None]:
    def cut(cache: Path) -> None:
        os.truncate(cache / "cache.db", int((cache / "cache.db").stat().st_size * at))

    return cut


def _flipped(seed: int) -> Callable[[Path], None]:
    """Some bytes are others: of the header, of pages, of values."""

    def flip(cache: Path) -> None:
        chance, content = Random(seed), bytearray((cache / "cache.db").read_bytes())
        for _ in range(1 + 40 * (seed % 3)):
            content[chance.randrange(len(content) if seed % 2 else 4096)] ^= 1 + chance.randrange(255)
        (cache / "cache.db").write_bytes(content)

    return flip


def _turned(cache: Path) -> None:
    """Every value stands under the key of another."""
    with closing(sqlite3.connect(cache / "cache.db", isolation_level=None)) as file:
        found = file.execute("SELECT rowid, value FROM kept").fetchall()
        moved = [(value, row) for (row, _), (_, value) in zip(found, [*found[1:], found[0]], strict=True)]
        file.executemany("UPDATE kept SET value = ? WHERE rowid = ?", moved)


def _shelved_elsewhere(cache: Path) -> None:
    """What is sound in one language is said to be sound in another."""
    with closing(sqlite3.connect(cache / "cache.db", isolation_level=None)) as file:
        shelves = [row for (row,) in file.execute("SELECT DISTINCT shelf FROM kept ORDER BY shelf")]
        for shelf in shelves:
            file.execute("UPDATE kept SET shelf = x'00' || shelf WHERE shelf = ?", (shelf,))
        for shelf, other in zip(shelves, [*shelves[1:], shelves[0]], strict=True):
            file.execute("UPDATE kept SET shelf = ? WHERE shelf = x'00' || ?", (other, shelf))


def _of_another_form(cache: Path) -> None:
    (cache / "cache.db").unlink()
    with closing(sqlite3.connect(cache / "cache.db")) as file:
        file.execute("CREATE TABLE kept (shelf TEXT)")
        file.commit()


def _of_other_types(cache: Path) -> None:
    with closing(sqlite3.connect(cache / "cache.db", isolation_level=None)) as file:
        file.execute("UPDATE kept SET value = CASE rowid % 3 WHEN 0 THEN NULL WHEN 1 THEN 7 ELSE 'words' END")


def _linked(cache: Path) -> None:
    cache.rename(cache.with_name("away"))
    cache.symlink_to(cache.with_name("away"))


def _of_a_file(cache: Path) -> None:
    shutil.rmtree(cache)
    cache.write_text("no folder")


def _with_a_folder(cache: Path) -> None:
    (cache / "cache.db").unlink()
    (cache / "cache.db").mkdir()


def _with_a_link(cache: Path) -> None:
    (cache / "cache.db").rename(cache / "another")
    (cache / "cache.db").symlink_to("another")


SPOILT: dict[str, Callable[[Path], object]] = {
    "untouched": lambda cache: None,
    "deleted": shutil.rmtree,
    "emptied": _cut(0),
    "cut in its header": lambda cache: os.truncate(cache / "cache.db", 60),
    "cut in the middle": _cut(0.5),
    "cut at its end": _cut(0.99),
    **{f"flipped {seed}": _flipped(seed) for seed in range(8)},
    "no database": lambda cache: (cache / "cache.db").write_bytes(b"SQLite no more" * 999),
    "with a torn journal": lambda cache: (cache / "cache.db-journal").write_bytes(os.urandom(5000)),
    "turned": _turned,
    "shelved elsewhere": _shelved_elsewhere,
    "of another form": _of_another_form,
    "of other types": _of_other_types,
    "linked": _linked,
    "a file": _of_a_file,
    "with a folder": _with_a_folder,
    "open to others": lambda cache: cache.chmod(0o777),
    "a file open to others": lambda cache: (cache / "cache.db").chmod(0o666),
    "a link to a file": _with_a_link,
}


@pytest.mark.parametrize("lay", [lambda _: None, overlaid], ids=["plain", "overlaid"])
def test_whatever_becomes_of_the_cache_the_bytes_are_the_same(
    root: Path, cache: Path, lay: Callable[[Path], None]
) -> None:  # fmt: skip
    lay(root)
    plain = told(root)
    assert any("Version(" in line for line in plain)
    assert any("[undefined]" in line for line in plain) == (lay is overlaid)
    assert told(root, cache) == plain
    made = cache.with_name("made")
    shutil.copytree(cache, made)
    for name, spoil in SPOILT.items():
        shutil.rmtree(cache) if cache.is_dir() and not cache.is_symlink() else cache.unlink()
        shutil.rmtree(cache.with_name("away"), ignore_errors=True)
        shutil.copytree(made, cache)
        spoil(cache)
        assert told(root, cache) == plain, name
        assert told(root, cache) == plain, f"{name}, and run again"


def test_a_cache_that_goes_in_the_middle_of_a_run(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, look = told(root, cache), po.load
    edit(root / CATALOG, "Es gilt deutsches Recht", "Deutsches Recht gilt")
    changed = told(root)

    def meanwhile(*given: object) -> object:
        shutil.rmtree(cache, ignore_errors=True)
        return look(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("generate_workspace.load", meanwhile)
    assert told(root, cache) == changed != plain
    assert not cache.exists() or rows(cache)
    assert told(root, cache) == changed


@pytest.mark.parametrize("name", ["deleted", "emptied", "cut in its header", "no database", "of another form"])
def test_a_cache_that_is_gone_or_broken_is_made_anew(root: Path, cache: Path, name: str) -> None:
    told(root, cache)
    before = rows(cache)
    SPOILT[name](cache)
    told(root, cache)
    assert rows(cache) == before > 40


@pytest.mark.parametrize("name", ["linked", "open to others", "a file open to others", "a link to a file"])
def test_a_cache_that_others_may_have_written_is_neither_read_nor_written(root: Path, cache: Path, name: str) -> None:
    told(root, cache)
    SPOILT[name](cache)
    before = (cache / "cache.db").read_bytes()
    with closing(Cache(cache)) as asked:
        assert not asked.keys("translation de")
    edit(root / CLAUSE, "How we answer complaints", "How we answer")
    told(root, cache)
    assert (cache / "cache.db").read_bytes() == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a folder away")
@pytest.mark.parametrize("name", [".", "cache.db"])
def test_a_cache_of_somebody_else_is_left_alone(root: Path, cache: Path, name: str) -> None:
    told(root, cache)
    with closing(Cache(cache)) as asked:
        assert asked.keys("translation de")
    os.chown(cache / name, 12345, -1)
    with closing(Cache(cache)) as asked:
        assert not asked.keys("translation de")


def test_only_the_user_can_read_the_cache(root: Path, cache: Path) -> None:
    told(root, cache)
    assert [cache.stat().st_mode & 0o777, (cache / "cache.db").stat().st_mode & 0o777] == [0o700, 0o600]
    assert [each.name for each in cache.iterdir()] == ["cache.db"]


def test_a_warm_run_reads_compiles_and_compares_nothing(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    cold, file = told(root, cache), cache / "cache.db"
    before = file.stat().st_size, file.stat().st_mtime_ns
    for module, name in ((po, "_parsed"), (template, "_read"), (loading, "_words"), (loading, "read_clauses")):
        monkeypatch.delattr(module, name)
    monkeypatch.delattr(typography, "SLIPS")
    monkeypatch.setattr(parity, "check", lambda *_: 1 / 0)
    monkeypatch.setattr(render._Environment, "compile", lambda *_: 1 / 0)
    assert told(root, cache) == cold
    assert (file.stat().st_size, file.stat().st_mtime_ns) == before


def test_what_changes_is_seen_at_once(root: Path, cache: Path) -> None:
    seen = [told(root, cache)]
    for path, old, new, code in (
        (CLAUSE, SENTENCE, 'We answer any {{ term("complaint") }} within', "untranslated"),
        (CATALOG, SENTENCE.replace('"', '\\"'), 'We answer any {{ term(\\"complaint\\") }} within', ""),
        (CATALOG, "Es gilt deutsches Recht", "Deutsches Recht gilt", ""),
        (CATALOG, "Deutsches Recht gilt", "Deutsches Recht gilt 2", "parity"),
        (CATALOG, "Deutsches Recht gilt 2", 'Deutsches "Recht" gilt'.replace('"', '\\"'), "parity"),
        (CATALOG, 'Deutsches \\"Recht\\" gilt', "Nur deutsches Recht gilt", ""),
    ):
        text = (root / path).read_text("utf-8")
        assert old in text, old
        (root / path).write_text(text.replace(old, new), "utf-8")
        seen.append(told(root, cache))
        assert any(f"[{code}]" in line for line in seen[-1]) == bool(code), (old, new, seen[-1])
        assert seen[-1] == told(root) == told(root, cache)
    assert all(one != other for one, other in itertools.pairwise(seen))


@pytest.mark.parametrize(
    ("path", "change", "code"),
    [
        (CATALOG, ('"Language: de', '"Language: es'), "parity"),
        (CATALOG, ('msgid "Law"', 'msgidd "Law"'), "syntax"),
        (CATALOG, ("DE/subscriptions/ending@2026-06-01", "DE/subscriptions/ending"), "duplicate-key"),
        (CLAUSE, ("slot:", "slots:"), "unknown-key"),
        ("clauses/DE/core/law.md", ("slot: law", "slot: lawn"), "unknown"),
        ("clauses/facts.yaml", ("complaints.answer_within:", "complaints.answer_ within:"), ""),
    ],
)  # fmt: skip
def test_a_fault_is_told_the_same_every_time(
    root: Path, cache: Path, path: str, change: tuple[str, str], code: str
) -> None:  # fmt: skip
    sound, text = told(root, cache), (root / path).read_text("utf-8")
    assert change[0] in text
    (root / path).write_text(text.replace(*change), "utf-8")
    first, again = told(root, cache), told(root, cache)
    assert first == again == told(root)
    assert any(f"error[{code}" in line for line in first)
    (root / path).write_text(text, "utf-8")
    assert told(root, cache) == sound


def test_a_compiled_catalog_is_kept_like_any_other(root: Path, cache: Path) -> None:
    source, compiled = root / CATALOG, (root / CATALOG).with_suffix(".mo")
    polib.pofile(str(source)).save_as_mofile(str(compiled))
    source.unlink()
    plain = told(root)
    assert plain == told(root, cache) == told(root, cache)
    compiled.write_bytes(compiled.read_bytes().replace(b"deutsches Recht", b"teutsches Recht"))
    assert plain != told(root, cache) == told(root)


def test_places_are_shown_from_where_one_stands(
    root: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    overlaid(root)
    shutil.copytree(root, tmp_path / "another")
    for base in (root, tmp_path / "another"):
        layers = base / "clauses", base / "own" / "clauses"
        for here in (tmp_path, base, *layers, base / "clauses" / "DE", base / "own", tmp_path / "another"):
            monkeypatch.chdir(here)
            plain = load_library(*layers, version="1", commit="c")
            assert [finding.code for finding in plain[1]] == ["base-moved"]
            for _ in range(2):
                with closing(Cache(cache)) as opened:
                    OPENED.open(opened)
                    found = load_library(*layers, version="1", commit="c")
                    OPENED.open(None)
                assert parts(found) == parts(plain)
    assert rows(cache) < 60  # one library, and what its templates were read as


def parts(value: object) -> object:
    """A value as what it is made of, for what is only equal to itself."""
    if is_dataclass(value):
        return {field.name: parts(getattr(value, field.name)) for field in fields(value) if field.name != "_holds"}
    if isinstance(value, Mapping):
        return [(key, parts(each)) for key, each in value.items()]
    return [parts(each) for each in value] if isinstance(value, tuple) else value


def test_a_library_that_changes_while_it_is_read_is_not_kept(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    read, text = read_clauses, (root / CLAUSE).read_text("utf-8")

    def meanwhile(*given: object) -> object:
        (root / CLAUSE).write_text(f"{text}\nAnother.\n", "utf-8")
        found = read(*given)  # type: ignore[arg-type]
        (root / CLAUSE).write_text(text, "utf-8")
        return found

    plain = told(root)
    with monkeypatch.context() as busy:
        busy.setattr(loading, "read_clauses", meanwhile)
        assert told(root, cache) != plain
    assert told(root, cache) == plain


def test_links_in_a_library_are_read_not_recalled(root: Path, cache: Path) -> None:
    told(root, cache)
    elsewhere = root / "elsewhere.md"
    (root / CLAUSE).rename(elsewhere)
    (root / CLAUSE).symlink_to(elsewhere)
    assert told(root, cache) == told(root)
    edit(elsewhere, "slot: complaints", "slot: law")
    assert told(root, cache) == told(root)


# Processes of their own


def spawned(cache: Path | str, *command: str, cwd: Path, package: Path = REPOSITORY) -> subprocess.Popen[str]:
    paths = os.pathsep.join([str(package), str(REPOSITORY / "tests")])
    environment = {**os.environ, "PYTHONPATH": paths, "TOSGEN_CACHE": str(cache)}
    return subprocess.Popen(
        [sys.executable, *command], cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def output(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def telling(root: Path, cache: Path, package: Path = REPOSITORY) -> subprocess.Popen[str]:
    """`told` in a process of its own."""
    code = "import test_cache as t; from pathlib import Path; print(*t.told(Path('root'), Path('cache')), sep='\\n')"
    assert (root.name, cache.name, root.parent) == ("root", "cache", cache.parent)
    return spawned(cache, "-c", code, cwd=root.parent, package=package)


def test_an_example_is_the_same_cold_and_warm(tmp_path: Path) -> None:
    run = (
        "-m",
        "tosgen.cli.main",
        "generate",
        "--example",
        "shop",
        "--on",
        f"{DAY}",
        "--format",
        "json",
        "consents/FR",
    )
    found = []
    for name, cache in (("plain", "off"), ("cold", tmp_path / "cache"), ("warm", tmp_path / "cache")):
        folder = tmp_path / name
        folder.mkdir()
        ran = output(spawned(cache, *run, cwd=folder))
        assert ran[0] == 0, ran
        outputs = folder / "outputs"
        texts = {p.relative_to(outputs): p.read_bytes() for p in outputs.rglob("*") if p.is_file()}
        found.append((ran, {p: content for p, content in texts.items() if ".git" not in p.parts}))
    assert found[0] == found[1] == found[2]
    assert rows(tmp_path / "cache") > 40


def test_a_changed_program_knows_nothing_of_the_one_before(tmp_path: Path, root: Path, cache: Path) -> None:
    package = tmp_path / "program"
    shutil.copytree(REPOSITORY / "tosgen", package / "tosgen", ignore=shutil.ignore_patterns("__pycache__"))
    time.sleep(1.5)  # what has only just changed is worked with, and not kept
    assert "[parity]" not in output(telling(root, cache, package))[1]
    before = rows(cache)
    edit(package / "tosgen/catalog/parity.py", "return tuple(message for", 'return ("no",) + tuple(message for')
    found = output(telling(root, cache, package))
    assert (found[0], "[parity]" in found[1], rows(cache)) == (0, True, before)
    time.sleep(1.5)
    assert output(telling(root, cache, package)) == found
    assert rows(cache) > before


def test_two_runs_at_once(root: Path, cache: Path) -> None:
    plain = told(root)
    for _ in range(2):
        runs = [telling(root, cache) for _ in range(2)]
        assert [output(each)[1].splitlines() for each in runs] == [[*"\n".join(plain).splitlines()]] * 2
    assert told(root, cache) == plain


WRITES = """
import sys, hashlib
from pathlib import Path
from tosgen.cli.cache_file import CacheFile
file = CacheFile(Path(sys.argv[1]), limit=3_000_000, batch=60_000)
print("ready", flush=True)
for n in range(1_000_000):
    file.put("shelf", b"%d" % n, hashlib.sha256(b"%d" % n).digest() * (1 + n % 900))
"""


def test_a_run_killed_while_it_writes(tmp_path: Path, root: Path) -> None:
    plain, path, chance = told(root), tmp_path / "cache" / "cache.db", Random(7)
    path.parent.mkdir(mode=0o700)
    kept = 0
    for _ in range(12):
        command = [sys.executable, "-c", WRITES, str(path)]
        writing = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(REPOSITORY)})
        assert writing.stdout
        assert writing.stdout.readline() == b"ready\n"
        time.sleep(chance.random() / 5)
        writing.send_signal(signal.SIGKILL)
        writing.wait()
        writing.stdout.close()
        with closing(CacheFile(path)) as file:
            keys = file.keys("shelf")
            assert all(file.get("shelf", key) == _value(int(key)) for key in keys)
            kept += len(keys)
        with closing(sqlite3.connect(path)) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert kept
    assert told(root, path.parent) == plain == told(root, path.parent)


def _value(n: int) -> bytes:
    return sha256(b"%d" % n).digest() * (1 + n % 900)


# Disks


@pytest.mark.parametrize("rest", [0, 4096, 20_000, 40_000, 80_000, 200_000])
def test_a_full_disk(disk: Path, root: Path, rest: int) -> None:
    plain, cache = told(root), disk / "cache"
    fill(disk, rest)
    assert told(root, cache) == plain
    (disk / "filler").unlink()
    assert told(root, cache) == plain
    assert rows(cache) > 40
    fill(disk, rest % 20_000)
    assert told(root, cache) == plain
    edit(root / CATALOG, "Es gilt deutsches Recht", "Deutsches Recht gilt")
    changed = told(root)
    assert told(root, cache) == changed
    (disk / "filler").unlink()
    assert told(root, cache) == changed == told(root, cache)


def test_a_disk_that_cannot_be_written(disk: Path, root: Path) -> None:
    plain = told(root, disk / "cache")
    assert not privileged("mount", "-o", "remount,ro", str(disk))
    assert told(root, disk / "cache") == plain
    assert told(root, disk / "another") == plain


# The file itself


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "cache").mkdir(mode=0o700)
    return tmp_path / "cache" / "cache.db"


def test_the_file_stays_small_and_forgets_what_was_used_longest_ago(path: Path) -> None:
    values = {b"%d" % n: bytes([n]) * 30_000 for n in range(60)}
    for n, (key, value) in enumerate(values.items()):
        with closing(CacheFile(path, limit=1 << 20)) as file:
            file.put("shelf", key, value)
        if n == 25:
            with closing(sqlite3.connect(path, isolation_level=None)) as raw:
                raw.execute("UPDATE kept SET used = used - 9")
            with closing(CacheFile(path, limit=1 << 20)) as file:
                assert file.get("shelf", b"7") == values[b"7"]
        if n == 40:
            with closing(CacheFile(path, limit=1 << 20)) as file:
                kept = file.keys("shelf")
            assert {b"7", b"25", b"40"} <= kept
            assert not {b"0", b"6"} & kept
    assert path.stat().st_size <= (1 << 20) + 50_000
    with closing(CacheFile(path, limit=1 << 20)) as file:
        assert file.get("shelf", b"59") == values[b"59"]
        file.put("shelf", b"huge", b"z" * (1 << 20))
    with closing(CacheFile(path, limit=1 << 20)) as file:
        assert file.get("shelf", b"huge") is None


def test_one_that_is_being_written_is_waited_for_once(path: Path) -> None:
    with closing(CacheFile(path)) as file:
        file.put("shelf", b"key", b"value")
    with closing(sqlite3.connect(path, isolation_level=None)) as writing:
        writing.execute("BEGIN EXCLUSIVE")
        with closing(CacheFile(path)) as file:
            assert {file.get("shelf", b"key") for _ in range(1000)} == {None}
            file.put("shelf", b"other", b"value")
        writing.execute("ROLLBACK")
    with closing(CacheFile(path)) as file:
        assert file.get("shelf", b"key") == b"value"


def test_a_child_that_was_forked_off_leaves_the_file_alone(path: Path) -> None:
    file = CacheFile(path)
    file.put("shelf", b"key", b"value")
    if not (child := os.fork()):
        file.put("shelf", b"child", b"value")
        known = file.get("shelf", b"elsewhere")
        file.close()
        os._exit(0 if known is None else 1)
    assert os.waitpid(child, 0)[1] == 0
    file.close()
    with closing(CacheFile(path)) as again:
        assert again.keys("shelf") == {b"key"}
