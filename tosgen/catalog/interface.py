"""What `say` made, said in one language. The catalog is `locales/<locale>/LC_MESSAGES/tosgen.po`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from babel import Locale

from tosgen.catalog.messages import SOURCE
from tosgen.catalog.po import INTERFACE, Catalog, load, plural_index
from tosgen.errors import Place, Refused
from tosgen.saying import Said, filled, say
from tosgen.text.direction import isolated


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Voice:
    """Says words in one language: a `Speak`.

    A message that the catalog lacks, or whose English has changed since, is said in English: this is no legal text.
    What is published must not mix languages: `complete` refuses it.
    """

    catalog: Catalog
    complete: bool = False
    apart: bool = False
    """Whether values that run against the line they stand in are kept apart from it: for terminals."""

    def __call__(self, text: str) -> str:
        """The text in this language; what is no `Said` is data, and stays. Refused (`untranslated`) if `complete`."""
        if not isinstance(text, Said):
            return text
        if text.parts:
            return "".join(map(self, text.parts))
        return filled(self.template(text), self.values(text.values)) if text.template else str(text)

    def template(self, said: Said) -> str:
        """The words in this language before any value."""
        number = said.values.get("n")
        count = number if said.plural and isinstance(number, int) else 1
        entry = self.catalog.entries.get((said.context, said.template))
        if self.catalog.locale == SOURCE or entry is None:
            return self._missing(said, count)
        at = plural_index(self.catalog.locale, count) if len(entry.forms) > 1 else 0
        return entry.forms[at] if at < len(entry.forms) else self._missing(said, count)

    def _missing(self, said: Said, count: int) -> str:
        if self.complete and self.catalog.locale != SOURCE:
            where = Place(f"locales/{self.catalog.locale}/LC_MESSAGES/{INTERFACE}.po")
            what = say("{locale}: '{message}' has no translation", locale=self.catalog.locale, message=said.template)
            raise Refused.one("untranslated", what, where, say("translate it in {path}", path=where.path))
        return said.plural if said.plural and count != 1 else said.template

    def values(self, values: Mapping[str, object]) -> Mapping[str, str]:
        """The values as they stand in the words: said, or kept apart from a line that runs the other way."""
        turned = self.apart and self.right_to_left
        return {name: self(v) if isinstance(v, Said) else _apart(str(v), turned) for name, v in values.items()}

    def line(self, text: str) -> str:
        """The text for a terminal."""
        return replace(self, apart=True)(text)

    @property
    def locale(self) -> str:
        """Its language."""
        return self.catalog.locale

    @property
    def right_to_left(self) -> bool:
        """Whether its lines run from right to left."""
        return _right_to_left(self.catalog.locale)


def voice(
    locale: str, folders: Iterable[Path], shown: Callable[[Path], str] = str, *, complete: bool = False
) -> Voice:  # fmt: skip
    """A language's voice from every folder that has its catalog, later ones over earlier ones.

    Raises Refused with every fault of the files.
    """
    return Voice(load(locale, folders, shown, INTERFACE), complete)


def _apart(value: str, turned: bool) -> str:
    """A value that runs against the line it stands in is kept from turning what is around it."""
    return isolated(value, right_to_left=True) if turned else value


@lru_cache(maxsize=16)
def _right_to_left(locale: str) -> bool:
    """Whether a language is written from right to left."""
    return bool(Locale.parse(locale).text_direction == "rtl")
