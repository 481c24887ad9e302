"""A review as Markdown: a comment on a pull request. A change that many markets share is shown once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tosgen.formats import redline_markdown
from tosgen.formats import review_words as words
from tosgen.formats.redline_markdown import LIMIT, escaped
from tosgen.formats.reviewed import Review, Reviewed, Wording, alike
from tosgen.model.words import word
from tosgen.saying import SEMICOLON, Speak, english, joined, say, say_in, say_n

_ROOM = 1200
"""For what stands at the end whatever is left out."""
_LEAST = 1500
"""So much room a redline gets, or it is left out whole."""
_HEADS = (say("Document"), say_in("heading", "Kind"), say("Changes"), say("Coverage"), say("Notice"))


def write(review: Review, speak: Speak = english, *, limit: int = LIMIT) -> str:
    """The text, ending in a newline, of at most `limit` characters: what has no room is left out whole, and a sentence
    says so."""
    return _Page(review, speak, limit).whole()


class _Page:
    """One text as it grows."""

    def __init__(self, review: Review, speak: Speak, limit: int) -> None:
        self._review, self._speak, self._limit = review, speak, limit
        self._parts: list[str] = []
        self._left = 0
        """Documents that were left out."""

    def whole(self) -> str:
        review = self._review
        self._add(self._title(), escaped(self._speak(words.head(review))) + ".")
        for finding in review.findings[:20]:
            self._add(f"- `{finding.code}` {escaped(self._speak(finding.text))}")
        groups = alike(review.items)
        self._table(groups)
        for name in review.dropped[:50]:
            self._add(escaped(self._speak(say("{ref} is no longer composed.", ref=name))))
        for group in groups:
            if not self._group(group):
                self._left += len(group)
        if self._left:
            told = say_n(
                "{n} document is not shown here, because a comment holds at most {limit} characters; "
                "`tosgen review --against` with `--format json` has all of them.",
                "{n} documents are not shown here, because a comment holds at most {limit} characters; "
                "`tosgen review --against` with `--format json` has all of them.",
                n=self._left, limit=f"{self._limit:,}",
            )  # fmt: skip
            self._parts.append(f"**{self._speak(told)}**")
        self._parts.append(f"<sub>{escaped(self._speak(words.DRAFT))}</sub>")
        return "\n\n".join(self._parts) + "\n"

    def _title(self) -> str:
        review = self._review
        if review.against:
            told = say("Review of {service} against {revision}", service=review.service, revision=review.against)
        else:
            told = say("Review of {service}", service=review.service)
        return f"## {escaped(self._speak(told))}"

    @property
    def _room(self) -> int:
        return self._limit - sum(len(part) + 2 for part in self._parts) - _ROOM

    def _add(self, *parts: str) -> bool:
        """Add all of them, or none where there is no room."""
        if sum(len(part) + 2 for part in parts) > self._room:
            return False
        self._parts += parts
        return True

    def _table(self, groups: Sequence[Sequence[Reviewed]]) -> None:
        if not groups:
            return
        lines = [self._row(_HEADS), "|---" * len(_HEADS) + "|"]
        size = 0
        for group in groups:
            line = self._row((_names(group), word("kind", group[0].kind), words.changed(group[0]), _coverage(group),
                              _notice(group)))  # fmt: skip
            size += len(line) + 1
            if size > self._limit // 3:
                self._left += len(group)
                continue
            lines.append(line)
        self._parts.append("\n".join(lines))

    def _row(self, cells: Sequence[str]) -> str:
        return "| " + " | ".join(escaped(self._speak(cell)).replace("\n", " ") for cell in cells) + " |"

    def _group(self, group: Sequence[Reviewed]) -> bool:
        """What several markets share once, then what is each one's own; False where there is no room for it."""
        first = group[0]
        if first.base is None and not first.wordings:
            return True
        heading = say("{names}: {kind}", names=_names(group), kind=word("kind", first.kind))
        parts = [f"### {escaped(self._speak(heading))}", *self._details(group)]
        if sum(len(part) + 2 for part in parts) > self._room - _LEAST or not self._add(*parts):
            return False
        for wording in first.wordings:
            self._wording(wording, first)
        return True

    def _details(self, group: Sequence[Reviewed]) -> Iterator[str]:
        """Lines that all of them share, then those of one market with its name."""
        told: dict[str, list[str]] = {}
        for item in group:
            for heading, lines in words.details(item):
                for line in lines:
                    text = self._speak(say("{heading}: {line}", heading=heading, line=line))
                    told.setdefault(text, []).append(item.version.market)
        lines = []
        for text, markets in told.items():
            shown = escaped(text)
            if len(markets) < len(group):
                whose = joined("", [", ".join(markets[:6]), *(["…"] if len(markets) > 6 else [])])
                shown = f"{shown} ({escaped(whose)})"
            lines.append(f"- {shown}")
        yield "\n".join(lines)

    def _wording(self, wording: Wording, item: Reviewed) -> None:
        """A redline: open for the text that counts, folded for other languages."""
        if wording.first and item.base is not None:
            told = say("{language}: a text for the first time", language=wording.locale)
            self._add(escaped(self._speak(told)))
            return
        folded = wording.locale != item.version.authoritative
        room = self._room - 200
        if room < _LEAST:
            self._cut(wording.locale)
            return
        text = redline_markdown.render(wording.redline, limit=room, speak=self._speak).rstrip("\n")
        if folded:
            text = f"<details><summary>{escaped(wording.locale)}</summary>\n\n{text}\n\n</details>"
        if not self._add(text):
            self._cut(wording.locale)

    def _cut(self, locale: str) -> None:
        told = say("The redline in {language} is not shown here: there is no room for it.", language=locale)
        self._parts.append(escaped(self._speak(told)))


def _names(group: Sequence[Reviewed]) -> str:
    """`terms-of-service/DE`, or of several markets: `terms-of-service (DE, FR)`."""
    if len(group) == 1:
        return group[0].folder
    return f"{group[0].version.document} ({', '.join(item.version.market for item in group)})"


def _coverage(group: Sequence[Reviewed]) -> str:
    return _each(group, [words.coverage(item) for item in group])


def _notice(group: Sequence[Reviewed]) -> str:
    return _each(group, [words.notice(item) for item in group])


def _each(group: Sequence[Reviewed], told: Sequence[str]) -> str:
    """What is said of all of them at once; where it differs, with the markets it is said of."""
    found: dict[str, tuple[str, list[str]]] = {}
    for item, said in zip(group, told, strict=True):
        found.setdefault(str(said), (said, []))[1].append(item.version.market)
    if len(found) == 1:
        return told[0]
    parts = [say("{markets}: {told}", markets=", ".join(markets), told=said) for said, markets in found.values()]
    return joined(SEMICOLON, parts)
