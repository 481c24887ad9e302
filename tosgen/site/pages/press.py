"""What all pages of a site share: the frame around them, and the links between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from tosgen.model.kept import kept
from tosgen.saying import Speak, say
from tosgen.site.addresses import Addresses
from tosgen.site.config import Config, face
from tosgen.site.pages.look import ICON, KEYS, REDLINE, SCRIPT, STYLE, THEME, Look
from tosgen.site.published import Edition, Shelf
from tosgen.site.tongue import Tongue

MANY = 50
"""Markets that a page lists at most."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a template shows it; `lang` and `dir` where its words are in another language than the page."""

    href: str
    words: str
    lang: str = ""
    dir: str = ""
    target: str = ""
    """The language of what it leads to."""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know before reading, with where to go."""

    words: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: where it stands, and where the same stands in other languages (path by locale, its own included)."""

    path: str
    tongue: Tongue
    title: str
    languages: Mapping[str, str]
    shelf: Shelf | None = None
    description: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    """`hreflang` and path of a page in force, itself included; other pages are not for search engines."""
    data: str = ""
    """JSON-LD, fit to stand in a script element."""
    redline: bool = False
    anywhere: bool = False
    """Shown for addresses of any depth, so that its links begin at the site's root."""


@dataclass(frozen=True, slots=True)
class Press:
    """Makes the pages of one site. `present`: paths of the files that stand beside pages: feeds, twins, downloads."""

    config: Config
    look: Look
    present: Collection[str] = ()

    @property
    def addresses(self) -> Addresses:
        """Where its pages stand."""
        return self.config.addresses

    def page(self, template: str, leaf: Leaf, **values: object) -> tuple[str, bytes]:
        """Path of the file and its bytes."""
        tongue, speak = leaf.tongue, leaf.tongue.speak
        words = {name: speak(said) for name, said in _WORDS.items()}
        more: Mapping[str, str] = values.pop("words", {})  # type: ignore[assignment]
        known = bool(self.addresses.base)
        frame = {
            "lang": tongue.lang,
            "dir": tongue.direction,
            "site": self.config.title(tongue.locale),
            "title": leaf.title,
            "description": leaf.description,
            "canonical": self.addresses.absolute(leaf.path) if known and leaf.alternates else "",
            "alternates": [(tag, self.addresses.absolute(p)) for tag, p in leaf.alternates] if known else [],
            "indexed": bool(leaf.alternates),
            "data": leaf.data,
            "root": self.to(leaf, self.addresses.root),
            "assets": {name: self.to(leaf, path) for name, path in _ASSETS.items()},
            "redline": leaf.redline,
            "languages": list(self._languages(leaf)),
            "markets": list(self._markets(leaf)),
            "feed": self._feed(leaf),
            "words": {**words, **{name: speak(said) for name, said in more.items()}},
        }
        return self.addresses.file(leaf.path), self.look.render(template, {**frame, **values})

    def to(self, leaf: Leaf, path: str) -> str:
        """A relative link from a page."""
        if leaf.anywhere:
            return urlsplit(self.addresses.absolute(path)).path
        return self.addresses.link(leaf.path, path)

    def link(self, leaf: Leaf, path: str, words: str, target: str = "") -> Link:
        """A link whose words are the page's own; `target`: the locale of what it leads to."""
        other = target and target != leaf.tongue.locale
        return Link(
            self.to(leaf, path), leaf.tongue.speak(words), target=self.config.tongue(target).lang if other else ""
        )

    def history(self, leaf: Leaf) -> Link:
        """A link to all versions of the page's document, in the page's language if they are shown in it."""
        assert leaf.shelf is not None
        newest = face(leaf.shelf)
        locale = same(newest.texts, leaf.tongue.locale, newest)
        return self.link(leaf, self.addresses.history(newest.version, locale), say("All versions"), locale)

    def _languages(self, leaf: Leaf) -> Iterator[Link]:
        """The page in each language, called as its speakers call it."""
        for locale, path in leaf.languages.items():
            tongue = self.config.tongue(locale)
            yield Link(
                self.to(leaf, path), tongue.name, tongue.lang, tongue.direction, tongue.lang,
                locale == leaf.tongue.locale,
            )  # fmt: skip

    def _markets(self, leaf: Leaf) -> Iterator[Link]:
        """The document in every market, in the page's language where the market has it; none where they are too many
        to look through: the root page leads to each.
        """
        if leaf.shelf is None:
            return
        own = leaf.shelf
        found = _markets(self.config, own.document, leaf.tongue.locale, face(own).version.jurisdictions)
        for market, path, name, lang in found if len(found) <= MANY else ():
            yield Link(self.to(leaf, path), name, target=lang, current=market == own.market)

    def _feed(self, leaf: Leaf) -> str:
        """The feed of the page's document, else of the whole site; "" if there is none."""
        own = self.addresses.feed(face(leaf.shelf).version, leaf.tongue.locale) if leaf.shelf else ""
        found = next((path for path in (own, self.addresses.feed()) if path and path in self.present), "")
        return self.to(leaf, found) if found else ""


@kept
def _markets(
    config: Config, document: str, locale: str, at: tuple[str, ...]
) -> tuple[tuple[str, str, str, str], ...]:  # fmt: skip
    """Of each market that has the document: its name, the text's path, what it is called where the page is `at`, and
    the text's language.
    """
    found, tongue = [], config.tongue(locale).at(at)
    for shelf in config.shelves:
        if shelf.document == document:
            version = face(shelf).version
            own = same(version.texts, locale, face(shelf))
            name = config.market(shelf, tongue)
            path = config.addresses.text(version, own)
            found.append((shelf.market, path, name, config.tongue(own).lang))
    return tuple(found)


def same(texts: Iterable[str], locale: str, edition: Edition) -> str:
    """The locale itself if it is among the texts, else the edition's authoritative one."""
    return locale if locale in texts else edition.version.authoritative


def lengthened(speak: Speak, title: str, site: str) -> str:
    """What a browser's tab shows."""
    return speak(say("{page} – {site}", page=title, site=site)) if site != title else title


_ASSETS = {"style": STYLE, "redline": REDLINE, "theme": THEME, "script": SCRIPT, "redline_script": KEYS, "icon": ICON}
_WORDS = {
    "skip": say("Skip to the text"),
    "languages": say("Languages"),
    "markets": say("Markets"),
    "feed": say("Feed of changes"),
    "copied": say("Link copied"),
    "root": say("All documents"),
    "notes": say("About this version"),
}
