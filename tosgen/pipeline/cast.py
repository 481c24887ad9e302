"""A composed document with its answers filled in, over what all have in common that are filled from its mould."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from tosgen.compose.frame import Frame, Key, Mould
from tosgen.formats import html
from tosgen.formats.markdown import Form
from tosgen.lint.bans import BANS
from tosgen.lint.forbidden import Breach, sought_in
from tosgen.lint.watch import Watch
from tosgen.model.document import Filling, Text
from tosgen.model.kept import kept
from tosgen.text.escape import markdown
from tosgen.text.gaps import Layout, open_texts
from tosgen.text.marks import refilled

Words = str | int
"""Markdown of a title or a body, or the number of the open text that it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Common:
    """What is the same for every answer: the texts in which none stands, and what stands around the answers."""

    layout: Layout
    """Of the open texts, and then of those of them that name sections by number, without the numbers."""
    form: Form
    watch: Watch
    closed: Mapping[Key, str]
    """Clause -> sha256 of its words, where no answer stands in them."""
    open: tuple[tuple[Key, Words, Words], ...]
    """The other clauses, each with its title and its body, without the numbers of sections."""


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """One document."""

    common: Common
    answers: Sequence[Filling]
    texts: Sequence[str]
    """The open texts, with the answers in them."""

    @classmethod
    def of(cls, frame: Frame) -> Cast:
        """Of a document in which nothing is wrong."""
        known = common(frame.mould)
        given = frame.answers(known.layout.numbers)
        return cls(known, given, known.layout.filled(given))

    def markdown(self) -> str:
        """The document's canonical Markdown."""
        return self.common.form.filled(self.texts)

    def breaches(self, binding: Mapping[str, Collection[str]]) -> Iterator[Breach]:
        """Every forbidden sentence; `binding`: supplement -> rows that bind there."""
        return self.common.watch.breaches(self.answers, self.texts, binding)

    def words(self) -> dict[Key, str]:
        """Clause -> sha256 of its words, numbers of sections left out, for those in which answers stand."""
        texts = self.texts
        return {
            key: digest(f"{texts[t] if isinstance(t, int) else t}\n{texts[b] if isinstance(b, int) else b}")
            for key, t, b in self.common.open
        }


def page(frame: Frame) -> bytes:
    """A document in which nothing is wrong as a page of HTML, in UTF-8."""
    form = _page(frame.mould)
    return form.filled(frame.answers(form.answers)) if form else html.write(frame.document).encode()


@kept
def _page(mould: Mould) -> html.Form | None:
    return html.Form.of(mould.document)


@kept
def common(mould: Mould) -> Common:
    """What all that are filled from a mould have in common."""
    document, laid = mould.document, open_texts(mould.document)
    own = iter(range(len(laid)))

    def words(supplement: str, text: Text) -> Words:
        bare = _unnumbered(text)
        if not text.slots:
            return markdown(bare)
        number = next(own)
        if bare is text:
            return number
        laid.append((supplement, bare))
        return len(laid) - 1

    clauses = [
        ((p.supplement, p.id), words(p.supplement, p.title), words(p.supplement, p.body)) for p in document.passages()
    ]
    layout = Layout.of(laid)
    return Common(
        layout,
        Form.of(document),
        Watch.over(document, layout, sought_in(document.locale, BANS)),
        {key: digest(f"{t}\n{b}") for key, t, b in clauses if isinstance(t, str) and isinstance(b, str)},
        tuple((key, t, b) for key, t, b in clauses if isinstance(t, int) or isinstance(b, int)),
    )


def _unnumbered(text: Text) -> Text:
    if not any(filling.href.startswith("#") for filling in text.fillings):
        return text
    return refilled(text, lambda f: Filling("§", f.href) if f.href.startswith("#") else f)


def digest(text: str) -> str:
    """sha256 of a text's UTF-8."""
    return sha256(text.encode()).hexdigest()
