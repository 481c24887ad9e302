"""A redline on its way out, in the form that was asked for."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tosgen.cli.speech import SPEECH, speak, speak_line
from tosgen.cli.write import wants_color, write, write_bytes
from tosgen.saying import say_in

if TYPE_CHECKING:
    from tosgen.cli.refs import Text
    from tosgen.formats.docx_runs import Tongue
    from tosgen.formats.redline_parts import Side
    from tosgen.ledger import Ledger
    from tosgen.model.version import Reason
    from tosgen.redline.blocks import Part
    from tosgen.redline.model import Redline

NOTHING = say_in("what a version was compared with", "nothing")
FORMS = ("terminal", "html", "md", "json", "docx")


@dataclass(frozen=True)
class Sides:
    """What a page says of the two texts: their languages, and when the new one was recorded, as what kind of change."""

    names: tuple[str, str]
    locales: tuple[str, str] = ("", "")
    when: str = ""
    verdict: tuple[str, tuple[Reason, ...]] | None = None
    author: str = "tosgen"

    @classmethod
    def of_texts(cls, ledger: Ledger, old: Text | None, new: Text) -> Sides:
        """Two recorded texts; the first is None where nothing came before."""
        version = new.version
        follows = old is None or (version.base == old.version.version and old.version.market == version.market)
        entry = ledger.entry(version.document, version.market, version.version)
        return cls(
            (old.ref if old else speak(NOTHING), new.ref),
            (old.locale if old else new.locale, new.locale),
            entry.recorded.isoformat(),
            (version.kind, version.kind_reasons) if follows else None,
            entry.author.partition(" <")[0],
        )

    def sides(self) -> tuple[Side, Side]:
        """For the page."""
        first, second = (_side(name, tag) for name, tag in zip(self.names, self.locales, strict=True))
        return first, second


def render(redline: Redline, form: str, output: str | None, sides: Sides | None = None) -> None:
    """Write the redline as terminal text, page, Markdown or JSON."""
    if form == "json":
        from tosgen.formats import redline_json

        write(redline_json.render(redline), output)
    elif form == "md":
        from tosgen.formats import redline_markdown

        write(redline_markdown.render(redline, speak=speak), output)
    elif form == "html":
        from tosgen.formats import redline_html

        given = sides or Sides((redline.from_, redline.to))
        tongue = _side("", str(getattr(SPEECH.voice, "locale", "en")))
        verdict = redline_html.Verdict(*given.verdict) if given.verdict else None
        page = redline_html.render(
            redline, given.sides(), when=given.when, verdict=verdict, speak=speak, tongue=tongue
        )  # fmt: skip
        write(page, output)
    else:
        from tosgen.formats import redline_terminal

        color, width = wants_color() and not output, shutil.get_terminal_size((100, 24)).columns
        write(redline_terminal.render(redline, color=color, width=width, speak=speak_line), output)


def render_docx(old: Sequence[Part], new: Sequence[Part], output: str | None, sides: Sides, *, worded: bool) -> None:
    """Write the whole texts as a Word file with tracked changes. `sides` tells the day and the author."""
    from datetime import date

    from tosgen.formats import redline_docx
    from tosgen.formats.docx import title_of
    from tosgen.formats.docx_body import Stamp
    from tosgen.formats.docx_package import Cover

    day, names = date.fromisoformat(sides.when[:10]), " → ".join(sides.names)
    first, second = (_tongue(tag, parts) for tag, parts in zip(sides.locales, (old, new), strict=True))
    cover = Cover(title_of(new) or title_of(old), names, sides.author, day, (names, str(day)))
    stamp = Stamp(sides.author, day)
    write_bytes(
        redline_docx.render(old, new, cover, (first, second), stamp, worded=worded, speak=speak), output, "docx"
    )


def _tongue(tag: str, parts: Sequence[Part]) -> Tongue:
    """A text's language; where it names none that is known, the direction of its letters."""
    from babel import UnknownLocaleError

    from tosgen.formats.docx_runs import Tongue

    try:
        if tag:
            return Tongue.of(tag.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        pass
    return Tongue.guessed("".join(part.title + part.body[:1000] for part in parts[:5]))


def _side(name: str, tag: str) -> Side:
    """A text's name with its language as HTML has it; what is no language has a direction of its own, unknown."""
    from babel import Locale, UnknownLocaleError

    from tosgen.formats.redline_parts import Side

    try:
        locale = Locale.parse(tag.replace("-", "_")) if tag else None
    except (ValueError, UnknownLocaleError):
        locale = None
    if locale is None:
        return Side(name)
    return Side(name, str(locale).replace("_", "-"), locale.text_direction)
