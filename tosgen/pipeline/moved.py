"""An overlay clause whose library clause has changed since: both changes in words, beside the warning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from tosgen.errors import Finding
from tosgen.formats.redline_summary import folded, visible
from tosgen.ledger.changes import text_of
from tosgen.model.library import Clause, Library
from tosgen.redline.model import Span
from tosgen.redline.words import spans
from tosgen.saying import say
from tosgen.text.plain import runs

CODE = "base-moved"
_FENCE = "---"
_CUES = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
_FOLD = 80


def in_words(warnings: Iterable[Finding], library: Library, folder: Path) -> tuple[Finding, ...]:
    """The warnings; each `base-moved` shows what the library changed, and what the workspace says otherwise.

    `folder` is the library's `clauses/`; what a clause said before is known where that lies in a git checkout.
    """
    overlaid = {clause.place.path: clause for clause in library.clauses if clause.overlay and clause.base}
    return tuple(_told(each, overlaid.get(each.place.path), folder) for each in warnings)


def _told(finding: Finding, clause: Clause | None, folder: Path) -> Finding:
    file = folder / f"{clause.path}.md" if clause else None
    if finding.code != CODE or clause is None or file is None or not file.is_file():
        return finding
    raw = file.read_bytes()
    hint = say("take over what changed, then write `base: {digest}`", digest=sha256(raw).hexdigest())
    now, own = _words(raw.decode("utf-8", "replace")), f"# {clause.title}\n\n{clause.body}"
    before = text_of(folder, f"{clause.path}.md", clause.base)
    if before is None:
        told = say(
            "the library's clause has changed; against its text of today, yours reads: {own}", own=_change(now, own)
        )  # fmt: skip
        return replace(finding, message=told, hint=hint)
    was = _words(before)
    told = say(
        "the library's clause has changed since: {library}; yours changed it so: {own}",
        library=_change(was, now), own=_change(was, own),
    )  # fmt: skip
    return replace(finding, message=told, hint=hint)


def _words(text: str) -> str:
    """A clause file's title and body as Markdown."""
    lines = text.removeprefix("\ufeff").split("\n")
    ends = [at for at, line in enumerate(lines) if line.rstrip() == _FENCE]
    front, body = (lines[: ends[1]], lines[ends[1] + 1 :]) if len(ends) > 1 else ([], lines)
    title = next((line.partition(":")[2].strip().strip("'\"") for line in front if line.startswith("title:")), "")
    return f"# {title}\n\n" + "\n".join(body).strip("\n")


def _change(old: str, new: str) -> str:
    """A redline on one line."""
    found = spans(runs(old), runs(new))
    if not any(span.marked for span in found):
        return say("the words are the same")
    return " ".join("".join(_cued(folded(found, _FOLD))).split())


def _cued(found: Iterable[Span]) -> Iterator[str]:
    for span in found:
        yield _CUES[span.op].format(visible(span.text))
