"""What changed with a version: the redline against the one that it follows, with causes in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from markupsafe import Markup

from tosgen.formats.redline_counts import counts
from tosgen.formats.redline_html import embedded
from tosgen.formats.redline_parts import Parts, Side
from tosgen.formats.redline_summary import only_renumbered, visible
from tosgen.model.document import anchor
from tosgen.model.version import Cause
from tosgen.model.words import word
from tosgen.redline.across import differences
from tosgen.redline.align import compare_parts
from tosgen.redline.blocks import parse
from tosgen.redline.model import Redline
from tosgen.saying import listed, say
from tosgen.site.config import before, compared
from tosgen.site.pages.causes import plainly
from tosgen.site.pages.press import Leaf, Press, lengthened, same
from tosgen.site.published import Edition, Shelf
from tosgen.site.titles import title
from tosgen.site.tongue import Tongue


def changes(press: Press, shelf: Shelf, edition: Edition, locale: str) -> tuple[str, bytes]:
    """The page in one of the languages that `compared` gives."""
    old, tongue, address = before(shelf, edition), press.config.tongue(locale, shelf), press.addresses.changes
    assert old is not None
    names = [tongue.speak(say("version {number}", number=e.number)) for e in (old, edition)]
    sides = (Side(names[0], tongue.lang, tongue.direction), Side(names[1], tongue.lang, tongue.direction))
    redline = compare_parts(
        parse(old.texts[locale]), parse(edition.texts[locale]), from_=names[0], to=names[1],
        causes=_causes(old, edition),
    )  # fmt: skip
    name = title(edition, locale)
    there = {each: address(edition.version, each) for each in compared(shelf, edition)}
    leaf = Leaf(there[locale], tongue, name, there, shelf, redline=True)
    heading = tongue.speak(say("{document}: what changed with version {number}", document=name, number=edition.number))
    return press.page(
        "changes.html",
        leaf,
        tab=lengthened(tongue.speak, heading, press.config.title(locale)),
        heading=heading,
        page=Side("", tongue.lang, tongue.direction),
        rows=_rows(edition, tongue),
        links=[
            *(press.link(leaf, press.addresses.version(e.version, same(e.texts, locale, e)),
                         say("Read version {number}", number=e.number), same(e.texts, locale, e))
              for e in (old, edition)),
            press.history(leaf),
        ],
        **_shown(redline, sides, tongue),
        words=_WORDS,
    )  # fmt: skip


def _shown(redline: Redline, sides: tuple[Side, Side], tongue: Tongue) -> Mapping[str, object]:
    """The redline for the template."""
    said = plainly(tongue)
    parts = Parts(redline, sides, tongue.speak, plainly=said)
    own = Side("", tongue.lang, tongue.direction)
    whole = embedded(redline, sides, prefix="", whole=True, speak=tongue.speak, tongue=own, plainly=said)
    return {
        "summary": visible(tongue.speak(listed(counts(redline.changes)) if redline.changes else say("no changes"))),
        "causes": list(parts.causes()),
        "changes": [parts.named(change) for change in redline.changes if not only_renumbered(change)],
        "redline_html": Markup(whole),
        "old": sides[0],
        "new": sides[1],
    }


def _rows(edition: Edition, tongue: Tongue) -> list[tuple[str, str]]:
    """What kind of change it is, and from when it holds."""
    history = edition.history
    rows: list[tuple[str, str]] = []
    if edition.kind:
        rows.append((say("Kind of change"), word("kind", edition.kind)))
    if history.effective:
        rows.append((say("For new users from"), tongue.day(history.effective)))
    if history.existing:
        rows.append((say("For existing users from"), tongue.day(history.existing)))
    if edition.mechanism:
        rows.append((say("How it comes to hold for existing users"), word("mechanism", edition.mechanism)))
    return [(tongue.speak(label), tongue.speak(value)) for label, value in rows]


def _causes(old: Edition, new: Edition) -> Mapping[str, tuple[Cause, ...]]:
    """By anchor: as recorded where the one follows the other, else how their records differ."""
    if new.version.base != old.number:
        return differences(old.version, new.version)
    own = ((anchor(c.id, c.supplement), c.causes) for c in new.version.clauses)
    return dict(chain(new.version.other_causes.items(), own))


_WORDS = {
    "kind": say("Kind of change"),
    "causes": say("Why"),
    "changes": say("Changes"),
    "text": say("Text"),
    "view": say("View"),
    "inline": say("Inline"),
    "sides": say("Side by side"),
    "shortcuts": say("Keys: j or n next change, k or p previous change"),
    "more": say("More about this text"),
}
