"""The worker's tasks for redlines: each side over as many pairs as it is told."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench import ours, workspace
from tests.bench.clock import Clock, Told
from tests.bench.redlines import edited

Pairs = list[tuple[str, str]]
Mark = tuple[str, str, str]
"""What stands before it (to the last character of it), what differs, what stands after."""
Compare = Callable[[str, str], list[Mark]]


def redline_texts(folder: Path, documents: int) -> Told:
    """Pairs of canonical texts, one of each kind first, nearest to 30,000 characters; a kind shares its edits."""
    inputs = workspace.load(folder)
    kinds: dict[str, Pairs] = {}
    for name, text in ours.markdown(inputs, workspace.items(inputs, documents)):
        kind = f"{name.partition('/')[0]}/{name.partition('/')[2].partition('-')[0]}"
        kinds.setdefault(kind, []).append((text, edited(text, kind)))
    ordered = sorted(kinds.values(), key=lambda pairs: abs(len(pairs[0][0]) - 30_000))
    pairs = [pair for some in zip_longest(*ordered) for pair in some if pair]
    (folder / "pairs.pickle").write_bytes(pickle.dumps(pairs))
    (folder / "other.pickle").write_bytes(pickle.dumps(ordered[-1][0]))
    return {}


def redline_tosgen(folder: Path, documents: int) -> Told:
    """`tosgen.redline`: changes by clause, marked words inside them."""
    from tosgen.redline.align import compare

    def compared(old: str, new: str) -> list[Mark]:
        found = compare(old, new, from_="", to="")
        return [mark for change in found.changes for mark in marks((s.op, s.text) for s in change.spans)]

    return _compared(folder, documents, compared)


def redline_redlines(folder: Path, documents: int) -> Told:
    """The library of that name."""
    sys.path.append(json.loads((folder / "redlines.json").read_text("utf-8")))
    from redlines import Redlines  # type: ignore[import-not-found]

    def compared(old: str, new: str) -> list[Mark]:
        shown = Redlines(old, new, markdown_style="none").output_markdown
        pieces = re.split(r"(<del>.*?</del>|<ins>.*?</ins>)", shown, flags=re.S)
        ops = {"<del": "delete", "<ins": "insert"}
        spans = [(ops.get(p[:4], "equal"), re.sub(r"</?(?:del|ins)>", "", p)) for p in pieces if p.strip()]
        return list(marks(spans))

    return _compared(folder, documents, compared)


def redline_difflib(folder: Path, documents: int) -> Told:
    """Words and the spaces after them, without the heuristic that gives up on frequent words."""

    def compared(old: str, new: str) -> list[Mark]:
        a, b = (re.findall(r"\S+\s*", text) for text in (old, new))
        spans = []
        for op, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            spans += [("equal", "".join(a[a0:a1]))] if op == "equal" else []
            spans += [("delete", "".join(a[a0:a1])), ("insert", "".join(b[b0:b1]))] if op != "equal" else []
        return list(marks(span for span in spans if span[1]))

    return _compared(folder, documents, compared)


def redline_fast(folder: Path, documents: int) -> Told:
    """diff-match-patch in C++, as it comes: by characters."""
    sys.path.append(json.loads((folder / "redlines.json").read_text("utf-8")))
    from fast_diff_match_patch import diff  # type: ignore[import-not-found]

    ops = {"=": "equal", "-": "delete", "+": "insert"}

    def compared(old: str, new: str) -> list[Mark]:
        found = diff(old, new, counts_only=False)
        return list(marks((ops[op], text) for op, text in found))

    return _compared(folder, documents, compared)


def redline_fast_words(folder: Path, documents: int) -> Told:
    """The same, a word a character, so that no mark stands inside a word: as its makers advise."""
    sys.path.append(json.loads((folder / "redlines.json").read_text("utf-8")))
    from fast_diff_match_patch import diff

    ops = {"=": "equal", "-": "delete", "+": "insert"}

    def compared(old: str, new: str) -> list[Mark]:
        known: dict[str, str] = {}
        words = re.compile(r"\S+\s*").findall
        a, b = ("".join([known.setdefault(w, chr(0xE000 + len(known))) for w in words(text)]) for text in (old, new))
        said = {character: word for word, character in known.items()}
        found = diff(a, b, counts_only=False)
        return list(marks((ops[op], "".join([said[character] for character in text])) for op, text in found))

    return _compared(folder, documents, compared)


def redline_git(folder: Path, documents: int) -> Told:
    """A process a pair, the files lying ready."""
    pairs = _pairs(folder, documents)
    with TemporaryDirectory() as scratch:
        paths = [[Path(scratch) / f"{at}.{side}" for side in ("old", "new")] for at in range(len(pairs))]
        for some, pair in zip(paths, pairs, strict=True):
            for path, text in zip(some, pair, strict=True):
                path.write_text(text, "utf-8")
        command = ["git", "diff", "--no-index", "--no-color", "--word-diff=porcelain", "-U0"]
        clock = Clock()
        shown = [subprocess.run([*command, *some], capture_output=True, check=False).stdout for some in paths]
        clock("redline")
    lines = shown[0].decode().splitlines()[5:]
    marked = [line[0] for line in lines if line[:1] in {"-", "+", " ", "~"}]
    runs = re.findall(r"[-+]+", "".join(marked))
    return {"stages": clock.stages, "cpu": clock.cpu, "marks": len(runs), "inside": 0}


def redline_repetitive(folder: Path, documents: int) -> Told:
    """A clause of six words over and over, two thirds of them in another order."""
    from tosgen.redline.align import compare

    stages = {}
    for words in (2_000, 4_000, 8_000, 16_000):
        old = "the fee is due each month " * (words // 6)
        new = "the fee each month is due " * (words // 6)
        clock = Clock()
        compare(_clause(old), _clause(new), from_="", to="")
        clock("redline")
        stages[f"{words:,} words"] = clock.cpu["redline"]
    return {"stages": stages}


def _clause(text: str) -> str:
    return f"# T {{#t}}\n\n## 1. S {{#s}}\n\n### 1.1 C {{#core--c}}\n\n{text.strip()}\n"


def _compared(folder: Path, documents: int, compare: Compare) -> Told:
    """Its figures, once a pair of another kind has warmed what a program warms once."""
    pairs = _pairs(folder, documents)
    compare(*_other(folder))
    clock = Clock()
    for old, new in pairs:
        found = compare(old, new)
    clock("redline")
    old, new = pairs[0]
    found = compare(old, new)
    within = sum(inside(*mark) for mark in found)
    told: Told = {"marks": len(found), "inside": within, "characters": len(old)}
    return {**told, "stages": clock.stages, "cpu": clock.cpu}


def _pairs(folder: Path, documents: int) -> Pairs:
    found: Pairs = pickle.loads((folder / "pairs.pickle").read_bytes())
    return found[:documents]


def _other(folder: Path) -> tuple[str, str]:
    found: tuple[str, str] = pickle.loads((folder / "other.pickle").read_bytes())
    return found


def marks(spans: Iterator[tuple[str, str]] | Sequence[tuple[str, str]]) -> Iterator[Mark]:
    """Stretches that differ, a deletion and the insertion beside it as one."""
    before, text = "", ""
    for op, words in spans:
        if op != "equal":
            text += words
            continue
        if text:
            yield before, text, words
            text = ""
        before = words
    if text:
        yield before, text, ""


def inside(before: str, text: str, after: str) -> bool:
    """Whether a letter stands directly beside a letter where a mark begins or ends."""
    return any(a[-1:].isalnum() and b[:1].isalnum() for a, b in ((before, text), (text, after)))


TASKS: Sequence[Callable[[Path, int], dict[str, Any]]] = (
    redline_texts, redline_tosgen, redline_redlines, redline_difflib, redline_fast, redline_fast_words,
    redline_git, redline_repetitive,
)  # fmt: skip
