"""What stands above a text: whether it holds, for whom, and what comes after it."""

from __future__ import annotations

from collections.abc import Iterator

from tosgen.saying import say
from tosgen.site.config import compared
from tosgen.site.pages.press import Leaf, Link, Note, Press, same
from tosgen.site.published import Edition, Shelf


def about(press: Press, leaf: Leaf, edition: Edition, *, own: bool) -> list[Note]:
    """Notes on an edition; on the document's `own` page they speak of the versions beside it."""
    assert leaf.shelf is not None
    notes = _Notes(press, leaf, leaf.shelf)
    return list(notes.beside(edition) if own else notes.standing(edition))


def coming(press: Press, leaf: Leaf, shelf: Shelf) -> list[Note]:
    """What was published to hold from a later day on."""
    return list(_Notes(press, leaf, shelf).upcoming())


class _Notes:
    def __init__(self, press: Press, leaf: Leaf, shelf: Shelf) -> None:
        self.press, self.leaf, self.shelf = press, leaf, shelf
        self.speak, self.day = leaf.tongue.speak, leaf.tongue.day

    def beside(self, edition: Edition) -> Iterator[Note]:
        """For who reads what is in force: what existing users have, what they are asked, what is to come."""
        yield from self.existing(edition)
        yield from self.upcoming()

    def existing(self, edition: Edition) -> Iterator[Note]:
        """What those have, and are asked, who used the service before."""
        shelf, since = self.shelf, edition.history.existing
        if shelf.existing is not None and shelf.existing != edition.number:
            words = _KEPT.of(number=shelf.existing)
            if since and since > shelf.day and shelf.asked is None:
                words = _FOLLOWS.of(number=shelf.existing, day=self.day(since))
            yield Note(self.speak(words), (self.version(shelf.edition(shelf.existing)),))
        if shelf.asked is not None:
            words = say("Those who used the service before are asked to agree to version {number}.", number=shelf.asked)
            yield Note(self.speak(words), (self.version(shelf.edition(shelf.asked)),))

    def upcoming(self) -> Iterator[Note]:
        """What is published already, and from when it is to hold for whom."""
        for edition in self.shelf.upcoming:
            day, existing = edition.history.day, edition.history.existing
            words = _COMES.of(number=edition.number, day=self.day(day))
            if existing is None:
                words = _COMES_TO_NEW.of(number=edition.number, day=self.day(day))
            elif existing != day:
                words = _COMES_LATER.of(number=edition.number, day=self.day(day), existing=self.day(existing))
            yield Note(self.speak(words), (self.version(edition), *self.changes(edition)))

    def standing(self, edition: Edition) -> Iterator[Note]:
        """For who reads one version: whether it is in force."""
        speak, shelf, history = self.speak, self.shelf, edition.history
        if edition.number == shelf.current:
            yield Note(speak(say("This version is in force.")), tuple(self.in_force()))
            yield from self.existing(edition)
        elif edition in shelf.upcoming:
            waits = _WAITS if history.existing else _WAITS_FOR_NEW
            yield Note(speak(waits.of(day=self.day(history.day))), (*self.changes(edition), *self.in_force()))
        elif edition.number == shelf.existing:
            words = say("This version is not offered to new users any more. It holds for those who used the service "
                        "before, as long as they have agreed to no other.")  # fmt: skip
            yield Note(speak(words), tuple(self.in_force()))
        else:
            yield Note(speak(self._ended(edition)), tuple(self.in_force()))

    def _ended(self, edition: Edition) -> str:
        history, tongue = edition.history, self.leaf.tongue
        if history.effective and history.until and history.outcome != "overtaken" and history.until > history.effective:
            first, last = tongue.day(history.effective), tongue.last(history.until)
            return _ENDED.of(first=first, last=last)
        return say("This version is not in force.")

    def in_force(self) -> Iterator[Link]:
        if self.shelf.current is not None:
            version = self.shelf.edition(self.shelf.current).version
            locale = same(version.texts, self.leaf.tongue.locale, self.shelf.edition(self.shelf.current))
            yield self.press.link(self.leaf, self.press.addresses.text(version, locale), _IN_FORCE, locale)

    def version(self, edition: Edition) -> Link:
        locale = same(edition.texts, self.leaf.tongue.locale, edition)
        words = say("Read version {number}", number=edition.number)
        return self.press.link(self.leaf, self.press.addresses.version(edition.version, locale), words, locale)

    def changes(self, edition: Edition) -> Iterator[Link]:
        there = compared(self.shelf, edition)
        if there:
            locale = same(there, self.leaf.tongue.locale, edition)
            if locale in there:
                words = say("What changes with version {number}", number=edition.number)
                yield self.press.link(self.leaf, self.press.addresses.changes(edition.version, locale), words, locale)


_ENDED = say("This version is not in force any more. It was in force from {first} to {last}.")
_KEPT = say(
    "This text holds for new users. For those who used the service before, version {number} holds as long as they have "
    "agreed to no other."
)
_FOLLOWS = say(
    "This text holds for new users. For those who used the service before, version {number} holds; this text follows "
    "for them on {day}."
)
_COMES = say("Version {number} takes effect on {day}.")
_COMES_TO_NEW = say(
    "Version {number} takes effect on {day} for new users. Those who used the service before keep the text that they "
    "have, as long as they have agreed to no other."
)
_COMES_LATER = say("Version {number} takes effect on {day}, for those who used the service before on {existing}.")
_WAITS = say("This version is not in force yet: it takes effect on {day}.")
_WAITS_FOR_NEW = say("This version is not in force yet: it takes effect on {day}, for new users alone.")
_IN_FORCE = say("Read the text in force")
