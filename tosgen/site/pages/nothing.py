"""The page of a document of which nothing is in force: its address leads somewhere all the same."""

from __future__ import annotations

from tosgen.saying import say
from tosgen.site.config import face, locales
from tosgen.site.pages.notes import coming
from tosgen.site.pages.press import Leaf, Press, lengthened
from tosgen.site.published import Shelf
from tosgen.site.titles import title


def nothing(press: Press, shelf: Shelf, locale: str) -> tuple[str, bytes]:
    """In one of the languages of the edition that the document shows itself by."""
    version, tongue = face(shelf).version, press.config.tongue(locale, shelf)
    there = {each: press.addresses.text(version, each) for each in locales(version)}
    name = title(face(shelf), locale)
    leaf = Leaf(there[locale], tongue, name, there, shelf)
    return press.page(
        "nothing.html",
        leaf,
        tab=lengthened(tongue.speak, name, press.config.title(locale)),
        heading=name,
        about=coming(press, leaf, shelf),
        links=[press.history(leaf)],
        words={"none": say("No version of this document is in force."), "more": say("More about this text")},
    )
