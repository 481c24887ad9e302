"""No cache and no shortcut changes a byte: random edits, and after each of them every way of generating, compared.

The ways differ in what they may know of earlier runs, in who composes, and in how many do. Their ledgers must be the
same to the last commit. What becomes of a cache that is spoilt, or of a run that is killed: test_cache.py.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from command_line import edit, tosgen
from fleet_services import NOON
from generate_workspace import LIBRARY
from test_cache import forget

from tosgen.ledger import Ledger
from tosgen.review.verify import verify

SERVICES = ("hall", "inn")
STEPS = 8
DAYS = ("2026-05-20", "2026-11-21", "2026-12-01", "2027-01-01")
"""A law begins between the first two, another company takes a role on the third."""
MARKETS: dict[str, dict[str, Any]] = {
    "DE": {"languages": ["en", "de"], "authoritative": "en"},
    "US-CA": {"languages": ["en"]},
    "CN": {"languages": ["zh_Hans", "en"], "authoritative": "zh_Hans"},
    "west": {"jurisdictions": ["DE", "US-CA"], "languages": ["en"]},
}
LAW, COMPLAINTS = "library/clauses/DE/core/law.md", "clauses/global/core/complaints.md"
CATALOG = "library/locales/de/LC_MESSAGES/clauses.po"


def new(world: Path) -> None:
    """A library, and two workspaces that it serves."""
    shutil.copytree(LIBRARY, world / "library")
    for name in SERVICES:
        (world / name).mkdir()
        shutil.copy(LIBRARY / "tosgen.yaml", world / name)
        edit(world / name / "tosgen.yaml", "service: harbour\n", f"service: {name}\n")


# Edits: what they leave may be at fault, and then every way must refuse it


def _facts(world: Path, chance: Random) -> None:
    with Profile(world, chance) as profile:
        profile["facts"]["complaints.answer_within"] = f"{chance.randint(1, 60)} days"
        profile["facts"]["contact.email"] = f"help{chance.randint(1, 9)}@harbour.example"


def _fault(world: Path, chance: Random) -> None:
    """Made, or mended."""
    with Profile(world, chance) as profile:
        facts = profile["facts"]
        facts["ending.notice"] = "soon" if facts["ending.notice"] != "soon" else "1 month"


def _market(world: Path, chance: Random) -> None:
    with Profile(world, chance) as profile:
        name = chance.choice([*MARKETS])
        if profile["markets"].pop(name, None) is None or not profile["markets"]:
            profile["markets"][name] = {"audience": "consumer", "entity": "harbour", **MARKETS[name]}


def _feature(world: Path, chance: Random) -> None:
    with Profile(world, chance) as profile:
        name = chance.choice(["goods", "subscriptions", "live-chat"])
        there, other = ("features", "not") if name in profile["features"] else ("not", "features")
        profile[there].remove(name)
        profile[other].append(name)


def _clause(world: Path, chance: Random) -> None:
    """Reworded with its translation; now and then without."""
    *head, _ = (world / LAW).read_text("utf-8").splitlines()
    words = f"The law of Germany applies{' and applies' * chance.randint(0, 20)}."
    (world / LAW).write_text("\n".join([*head, words, ""]), "utf-8")
    if chance.random() < 0.8:
        _translate(world, "msgid", words)


def _translation(world: Path, chance: Random) -> None:
    _translate(world, "msgstr", f"Es gilt{' und gilt' * chance.randint(0, 20)} deutsches Recht.")


def _translate(world: Path, key: str, words: str) -> None:
    """Other words in the catalog, as the clause's source or its translation."""
    entries = (world / CATALOG).read_text("utf-8").split("\n\n")
    at = max(number for number, entry in enumerate(entries) if 'msgctxt "DE/core/law"' in entry)
    lines = [f'{key} "{words}"' if line.startswith(f"{key} ") else line for line in entries[at].splitlines()]
    (world / CATALOG).write_text("\n\n".join([*entries[:at], "\n".join(lines), *entries[at + 1 :]]), "utf-8")


def _own_clause(world: Path, chance: Random) -> None:
    """A workspace's own, laid over the library's; or no more."""
    own = world / chance.choice(SERVICES) / COMPLAINTS
    if own.exists():
        shutil.rmtree(own.parents[2])
        return
    own.parent.mkdir(parents=True)
    text = (world / "library" / COMPLAINTS).read_text("utf-8").replace("slot:", f"base: {'0' * 64}\nslot:")
    own.write_text(f"{text}\nWe read it{' and read it' * chance.randint(0, 9)} again.\n", "utf-8")


EDITS = (_facts, _facts, _market, _market, _clause, _translation, _own_clause, _feature, _fault)


class Profile:
    """One of the profiles, to be changed."""

    def __init__(self, world: Path, chance: Random) -> None:
        self._path = world / chance.choice(SERVICES) / "tosgen.yaml"

    def __enter__(self) -> dict[str, Any]:
        self._data: dict[str, Any] = yaml.safe_load(self._path.read_text("utf-8"))
        return self._data

    def __exit__(self, *_: object) -> None:
        self._path.write_text(yaml.safe_dump(self._data, allow_unicode=True, sort_keys=False), "utf-8")


# Ways


@dataclass(frozen=True)
class Way:
    """How it is generated: `fleet` with options, or each workspace alone; the cache and notes that it may use."""

    fleet: tuple[str, ...] | None = None
    cache: str = "off"
    notes: bool = True


WAYS = {
    "nothing is known": Way(notes=False),
    "alone, cached": Way(cache="shared"),
    "alone, cache of an earlier state": Way(cache="earlier"),
    "fleet, cached": Way(("--jobs", "1"), "shared"),
    "fleet, two processes": Way(("--jobs", "2")),
    "fleet, two processes, cached, all looked at": Way(("--jobs", "2", "--again"), "shared"),
}


def generate(way: Way, folder: Path, day: str) -> bool:
    """Whether it did without a fault."""
    given = ("--on", day, "--as", "Ana Ruiz <ana@example.test>")
    forget()
    if not way.notes:
        for note in folder.glob("*/outputs/*/.git/tosgen.done"):
            note.unlink()
    if way.fleet is not None:
        return tosgen(folder, "fleet", "generate", *SERVICES, *given, *way.fleet).code == 0
    return max(tosgen(folder / name, "generate", *given).code for name in SERVICES) == 0


def ledgers(folder: Path) -> dict[str, object]:
    """Tips, which say what all commits hold, and the files that lie there."""
    found: dict[str, object] = {}
    for name in SERVICES:
        outputs = folder / name / "outputs"
        found[f"tip of {name}"] = Ledger(outputs / name).tip
        files = (path for path in outputs.rglob("*") if path.is_file() and ".git" not in path.parts)
        found |= {str(path.relative_to(folder)): path.read_bytes() for path in files}
    return found


def lay(world: Path, folder: Path) -> None:
    """The workspaces of a world over those of a folder, whose ledgers stay."""
    for name in SERVICES:
        (folder / name).mkdir(parents=True, exist_ok=True)
        for path in (folder / name).iterdir():
            if path.name != "outputs":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(world / name, folder / name, dirs_exist_ok=True)


@pytest.fixture
def still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is that of the world, and it is noon."""

    class Clock(datetime):
        @classmethod
        def now(cls, *_: object) -> datetime:  # type: ignore[override]
            return NOON

    names = ("workspace", "run", "unchanged", "fleet_run", "generate")
    modules = {name: import_module(f"tosgen.cli.{name}") for name in names}  # before any of them is patched
    for name in ("workspace", "run", "unchanged", "fleet_run"):
        monkeypatch.setattr(modules[name], "library_root", lambda: tmp_path / "world/library")
    for name in ("generate", "fleet_run"):
        monkeypatch.setattr(modules[name], "datetime", Clock)


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("seed", [1, 2])
def test_every_way_records_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance, world, earlier = Random(seed), tmp_path / "world", tmp_path / "earlier"
    caches = {"off": "off", "shared": str(tmp_path / "shared"), "earlier": str(earlier)}
    new(world)
    went: list[bool] = []
    seen: set[object] = set()
    for step in range(STEPS):
        day = chance.choice(DAYS)
        made = {}
        for name, way in WAYS.items():
            monkeypatch.setenv("TOSGEN_CACHE", caches[way.cache])
            lay(world, tmp_path / name)
            made[name] = generate(way, tmp_path / name, day), ledgers(tmp_path / name)
        first = made["nothing is known"]
        for name, found in made.items():
            assert found == first, f"step {step}: {name}"
        went.append(first[0])
        seen.add(tuple(first[1][f"tip of {name}"] for name in SERVICES))
        _keep(world, tmp_path / f"states/{step}", tmp_path / "shared")
        _change(world, tmp_path / "states", earlier, chance)
    assert {*went} == {True, False}
    assert len(seen) > 3
    assert all(verify(Ledger(tmp_path / "alone, cached" / name / "outputs" / name)).findings == () for name in SERVICES)


def _keep(world: Path, state: Path, cache: Path) -> None:
    shutil.copytree(world, state / "world")
    shutil.copytree(cache, state / "cache")


def _change(world: Path, states: Path, earlier: Path, chance: Random) -> None:
    """Edited, or as it was once; and the cache as it was once."""
    state = chance.choice(sorted(states.iterdir()))
    if chance.random() < 0.25:
        shutil.rmtree(world)
        shutil.copytree(state / "world", world)
    else:
        for change in chance.sample(EDITS, 2):
            change(world, chance)
    shutil.rmtree(earlier, ignore_errors=True)
    shutil.copytree(state / "cache", earlier)
