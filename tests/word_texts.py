"""Texts to be made into Word files: of the shipped example, and any that hypothesis thinks of."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st
from shipped import DAY, ROOT, library, translator

from tosgen.compose.document import compose
from tosgen.formats import docx, markdown, redline_docx
from tosgen.formats.docx_body import Stamp
from tosgen.formats.docx_package import Cover
from tosgen.formats.docx_runs import Tongue
from tosgen.pipeline.inputs import documents_of
from tosgen.redline.blocks import parse
from tosgen.resolve import resolve
from tosgen.sources.service import load_service
from tosgen.text.escape import literal

HELPDESK = ROOT / "tosgen" / "examples" / "helpdesk" / "tosgen.yaml"
SAMPLES = (
    ("complaints-procedure", "worldwide", "en"),
    ("terms-of-service", "DE", "de"),
    ("cookie-notice", "FR", "fr"),
    ("cookie-notice", "CN", "zh_Hans"),
    ("cookie-notice", "AE", "ar"),
)
"""(document, market, locale) of the example; between them supplements, tables, lists, references and bold blocks."""
ANA = Stamp("Ana Ruiz", DAY)
WORDS = (
    "pay",
    "must",
    "within",
    "14 days",
    "§ 4",
    "Zahlung",
    "我们",
    "付款。",
    "دفع",
    "المال",
    "a*b",
    "x|y",
    "<b>",
    "1.",
    "- z",
)


@cache
def text(document: str, market: str, locale: str, profile: Path = HELPDESK) -> str:
    """A document of the helpdesk example as canonical Markdown."""
    service = load_service(profile, library())
    where = service.markets[market]
    resolution = resolve(library(), service, where, document, DAY)
    made = compose(library(), service, resolution, translator(locale), documents_of(service, where))
    return markdown.write(made.document)


def plain_file(text: str, locale: str = "en") -> bytes:
    """A text as a Word file."""
    return docx.packed(parse(text), Cover("Text"), Tongue.of(locale))


def redlined(old: str, new: str, locale: str = "en", *, worded: bool = True) -> bytes:
    """Two texts as a Word file with tracked changes."""
    tongue = Tongue.of(locale)
    return redline_docx.render(parse(old), parse(new), Cover("Text"), (tongue, tongue), ANA, worded=worded)


_words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(lambda words: literal(" ".join(words)))
_marked = st.tuples(st.sampled_from(["{}", "{}", "**{}**", "_{}_", "[{}](https://a.example/?b=1&c=2)", "[1.1](#a--one)",
                                     "[two](#a--two)"]), _words).map(lambda pair: pair[0].format(pair[1]))  # fmt: skip
_line = st.lists(_marked, min_size=1, max_size=4).map(lambda pieces: "So " + " ".join(pieces))
_row = st.lists(_line, min_size=2, max_size=2).map(lambda cells: f"| {' | '.join(cells)} |")
_block = st.one_of(
    _line,
    _line.map(lambda line: f"> {line}"),
    st.lists(_line, min_size=1, max_size=4).map(lambda lines: "\n".join(f"- {line}" for line in lines)),
    st.lists(_line, min_size=1, max_size=4).map(lambda lines: "\n".join(f"{n}. {x}" for n, x in enumerate(lines, 3))),
    st.tuples(_line, _line, _line).map(lambda x: f"1. {x[0]}\n   - {x[1]}\n\n   {x[2]}\n2. {x[1]}"),
    st.lists(_row, min_size=2, max_size=4).map(lambda rows: "\n".join([rows[0], "|---|--:|", *rows[1:]])),
    st.lists(_line, min_size=2, max_size=3).map(
        lambda cells: "\n".join(["| one |", "|---|", *(f"| {c} |" for c in cells)])
    ),
    st.just("```\ncode  here\n```"),
)
_clause = st.tuples(
    st.sampled_from(["a--one", "a--two", "b--one", "b--two", "b--three"]), _words, st.lists(_block, max_size=3)
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A numbered text with sections and clauses, each clause at most once; sometimes none at all."""
    clauses = draw(st.lists(_clause, max_size=5, unique_by=lambda clause: clause[0]))
    out = [f"# So {draw(_words)} {{#text}}"]
    section = number = 0
    for (before, _, _), (anchor, title, blocks) in pairwise([("", "", []), *clauses]):
        if anchor[0] != before[:1]:
            section, number = section + 1, 0
            out.append(f"## {section}. So {title} {{#{anchor[0]}-{section}}}")
        number += 1
        out += [f"### {section}.{number} {title} {{#{anchor}}}", *blocks]
    text = "\n\n".join(out) + "\n" if clauses or draw(st.booleans()) else ""
    for anchor in {"a--one", "a--two"} - {anchor for anchor, _, _ in clauses}:
        text = text.replace(f"](#{anchor})", "](#text)")
    return text


def lines(text: str) -> list[str]:
    """A text's lines with the numbers that a reader sees, blank ones and bullets left out."""
    from tosgen.text.plain import plain

    found = []
    for part in parse(text):
        number = part.number if not part.number or "." in part.number else f"{part.number}."
        found.append(f"{number} {part.title}".strip())
        found += plain(part.body).split("\n")
    shown = (re.sub(r"^ *- | <(?:https?|mailto|tel):[^>]*>", "", line).strip() for line in found)
    return [line for line in shown if line]
