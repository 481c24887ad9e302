"""The page of one text: what is in force, or one version for good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from markupsafe import Markup, escape

from tosgen.formats import html, markdown
from tosgen.formats.header import header
from tosgen.model.document import Document
from tosgen.model.kept import kept
from tosgen.saying import Said, Speak, say
from tosgen.site.config import compared, locales
from tosgen.site.pages.notes import about
from tosgen.site.pages.press import Leaf, Link, Press, lengthened
from tosgen.site.published import Edition, Shelf
from tosgen.site.tongue import Tongue
from tosgen.text.escape import markdown as plain
from tosgen.text.markdown import html_inline
from tosgen.text.plain import title

Linked = Callable[[Shelf, Edition, str], str]
"""The JSON-LD of a text in a language."""


def document(edition: Edition, tongue: Tongue) -> Document:
    """The recorded text."""
    v = edition.version
    return markdown.read(
        edition.texts[tongue.locale], document=v.document, market=v.market, locale=tongue.locale,
        direction=tongue.direction, conspicuous=frozenset(v.conspicuous),
    )  # fmt: skip


def in_force(press: Press, shelf: Shelf, edition: Edition, locale: str, linked: Linked) -> tuple[str, bytes]:
    """What new users are offered today."""
    address = press.addresses.text
    languages = {each: address(edition.version, each) for each in locales(edition.version)}
    alternates = press.addresses.alternates(edition.version)
    leaf = _leaf(press, shelf, edition, locale, languages)
    return _page(press, edition, leaf(alternates=alternates, data=linked(shelf, edition, locale)), own=True)


def permanent(press: Press, shelf: Shelf, edition: Edition, locale: str) -> tuple[str, bytes]:
    """One version, whether it is in force or not."""
    address = press.addresses.version
    languages = {each: address(edition.version, each) for each in locales(edition.version)}
    return _page(press, edition, _leaf(press, shelf, edition, locale, languages)(), own=False)


def _leaf(
    press: Press, shelf: Shelf, edition: Edition, locale: str, languages: Mapping[str, str]
) -> Callable[..., Leaf]:  # fmt: skip
    tongue = press.config.tongue(locale, shelf)
    name = title(plain(document(edition, tongue).title))
    return partial(Leaf, path=languages[locale], tongue=tongue, title=name, languages=languages, shelf=shelf)


def _page(press: Press, edition: Edition, leaf: Leaf, *, own: bool) -> tuple[str, bytes]:
    """`own`: under the document's own address, not under the version's."""
    assert leaf.shelf is not None
    tongue = leaf.tongue
    text, record = document(edition, tongue), header(edition.history, tongue.speak, tongue.locale)
    number = tongue.speak(say("version {number}", number=edition.number))
    name = leaf.title if own else f"{leaf.title}, {number}"
    return press.page(
        "text.html",
        leaf,
        tab=lengthened(tongue.speak, name, press.config.title(tongue.locale)),
        heading=Markup(html_inline(text.title)),
        anchor=text.anchor,
        rows=record.rows + _prevailing(edition, tongue),
        warning=record.notice,
        about=about(press, leaf, edition, own=own),
        contents=[(each.anchor, f"{each.number}. {title(plain(each.title))}") for each in text.sections()],
        text=Markup("\n".join(html.fragment(text, beside=_beside(tongue.speak)))),
        links=_links(press, leaf, edition),
        words=_WORDS,
    )


def _prevailing(edition: Edition, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    """Which language is the authoritative one, where there are several."""
    if len(edition.texts) == 1:
        return ()
    language = tongue.language(edition.version.authoritative)
    return ((tongue.speak(say("Authoritative language")), language),)


@kept
def _beside(speak: Speak) -> html.Beside:
    """A link to each heading, to be copied."""

    def link(anchor: str, heading: str) -> str:
        label = speak(say("Link to “{heading}”", heading=heading))
        return f'\n<a class="anchor" href="#{escape(anchor)}" aria-label="{escape(label)}">¶</a>'

    return link


def _links(press: Press, leaf: Leaf, edition: Edition) -> list[Link]:
    """Where to go from a text: its history, what changed with it, the same in other forms."""
    assert leaf.shelf is not None
    version, locale = edition.version, leaf.tongue.locale
    found = [press.history(leaf)]
    if locale in compared(leaf.shelf, edition):
        found.append(press.link(leaf, press.addresses.changes(version, locale), _CHANGED))
    found.append(press.link(leaf, press.addresses.version(version, locale), _PERMANENT))
    for form, path in press.config.downloads.get(leaf.path, ()):
        found.append(press.link(leaf, path, _FORMS[form]))
    twin = press.addresses.twin(leaf.path)
    return [*found, press.link(leaf, twin, _FORMS["md"])] if twin in press.present else found


_CHANGED, _PERMANENT = say("What changed with this version"), say("Permanent address of this version")
_FORMS: Mapping[str, Said] = {"pdf": say("As PDF"), "docx": say("As Word file"), "md": say("As Markdown")}
_WORDS = {"contents": say("Contents"), "more": say("More about this text")}
