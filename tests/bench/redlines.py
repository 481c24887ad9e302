"""Row 7: what changed between two texts, against other people's comparisons."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench import peers
from tests.bench.measure import Figure, Row, Side, in_turn, sides, worked

EDITS = 20
KINDS = 15
"""Of sixteen: the last one warms what a program warms once."""
OURS = "tosgen"
TASKS = {
    OURS: "tosgen",
    "redlines": "redlines",
    "difflib, words": "difflib",
    "fast-diff-match-patch, words": "fast_words",
    "fast-diff-match-patch, characters": "fast",
    "git diff --word-diff": "git",
}
_PROSE = re.compile(r"(?!#|\|)(?:(?!\]\().)*\Z", re.S)
"""No heading, no table, no link whose address an edit might hit."""
_WORD = re.compile(r"\b[a-z]{5,}\b")


def redlines(folder: Path, documents: int) -> Iterator[Row]:
    """A pair, many pairs, and a text that repeats itself."""
    place = peers.python(folder.parent / "peers", "redlines")
    (folder / "redlines.json").write_text(json.dumps(str(place)), "utf-8")
    worked("redline_texts", folder, documents)
    told: dict[str, dict[str, Any]] = {}

    def pair(name: str) -> Callable[[], Figure]:
        def task() -> Figure:
            told[name] = worked(f"redline_{TASKS[name]}", folder, 1)
            return _stage(told[name])

        return task

    found = in_turn({name: pair(name) for name in TASKS})
    counts = [f"{name} {each['marks']} marks, {each['inside']} of them inside a word" for name, each in told.items()]
    yield Row(
        f"redline of one pair, {told[OURS]['characters'] / 1000:.0f},000 characters, {EDITS} edits", sides(found),
        "faster than each; 50 × `redlines`; no more marks than edits, none inside a word",
        notes=("; ".join(counts) + ".", "A mark: a stretch that differs, what went and what came counted as one."),
    )  # fmt: skip
    yield _kinds(folder, min(KINDS, documents))
    yield _many(folder, documents)
    yield _repetitive(folder)


def _kinds(folder: Path, kinds: int) -> Row:
    """Pairs of texts that share little, one after the other in one process: what one of them takes."""
    found = in_turn(
        {name: lambda task=task: _times(_stage(worked(f"redline_{task}", folder, kinds)), 1 / kinds)
         for name, task in TASKS.items()},
        most=3,
    )  # fmt: skip
    return Row(
        f"redline of a pair, the mean of {kinds} kinds of text in four languages, {EDITS} edits in each",
        sides(found),
        "faster than each; 50 × `redlines`",
        notes=(
            "Texts of 15,000 to 40,000 characters, 25,000 on average; `redlines` and difflib take the longer ones ill.",
        ),
    )


def _many(folder: Path, documents: int) -> Row:
    """All pairs by tosgen; as many as a sample holds, and the rest reckoned, by the others."""
    sample = min(documents, 20)
    found = in_turn(
        {OURS: lambda: _stage(worked("redline_tosgen", folder, documents))}
        | {
            name: lambda task=task: _times(_stage(worked(f"redline_{task}", folder, sample)), documents / sample)
            for name, task in TASKS.items()
            if name != OURS
        },
        most=3,
    )
    return Row(
        f"redlines of {documents:,} pairs, the same {EDITS} clauses edited in all texts of a kind", sides(found),
        "faster than each; 50 × `redlines`",
        notes=(f"The others' times are those of {sample} pairs, multiplied.",),
    )  # fmt: skip


def _repetitive(folder: Path) -> Row:
    """A clause of the same few words, again and again: twice the words, twice the time."""
    told = worked("redline_repetitive", folder, 1)["stages"]
    return Row(
        "redline of a clause that repeats six words", tuple(Side(name, ((took, took),)) for name, took in told.items()),
        "linear: each line twice the one above",
    )  # fmt: skip


def _stage(told: dict[str, Any]) -> Figure:
    return told["stages"]["redline"], told["cpu"]["redline"]


def _times(figure: Figure, by: float) -> Figure:
    return figure[0] * by, figure[1] * by


def edited(text: str, seed: str) -> str:
    """The text with twenty words of twenty paragraphs changed, dropped or doubled, each far from the next."""
    chance = random.Random(seed)
    blocks = text.split("\n\n")
    able = [at for at, block in enumerate(blocks) if _PROSE.match(block) and _WORD.search(block)]
    for number, at in enumerate(sorted(chance.sample(able, min(EDITS, len(able))))):
        found = chance.choice(list(_WORD.finditer(blocks[at])))
        new = ("otherwise", "", f"{found[0]} likewise")[number % 3]
        blocks[at] = (blocks[at][: found.start()] + new + blocks[at][found.end() :]).replace("  ", " ")
    return "\n\n".join(blocks)
