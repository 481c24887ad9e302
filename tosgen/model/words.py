"""Words that data holds, as they are said to people: kinds, states, roles. In JSON they stay as they are."""

from __future__ import annotations

from collections.abc import Mapping

from tosgen.saying import Said, joined, say_in


def word(group: str, value: str) -> Said:
    """A value of one of the groups, to be said; one that the group does not know is said as it is.

    >>> word("kind", "material").context, word("kind", "wild")
    ('kind of a version', 'wild')
    """
    return WORDS[group].get(value) or joined("", [value])


WORDS: Mapping[str, Mapping[str, Said]] = {
    "kind": {
        "initial": say_in("kind of a version", "initial"),
        "material": say_in("kind of a version", "material"),
        "editorial": say_in("kind of a version", "editorial"),
        "translation": say_in("kind of a version", "translation"),
        "technical": say_in("kind of a version", "technical"),
        "withdrawn": say_in("kind of a version", "withdrawn"),
    },
    "status": {
        "covered": say_in("what an audit finds of a requirement", "covered"),
        "claimed": say_in("what an audit finds of a requirement", "claimed"),
        "gap": say_in("what an audit finds of a requirement", "gap"),
        "violated": say_in("what an audit finds of a requirement", "violated"),
        "unconfirmed": say_in("what an audit finds of a requirement", "unconfirmed"),
        "uncertain": say_in("what an audit finds of a requirement", "uncertain"),
        "superseded": say_in("what an audit finds of a requirement", "superseded"),
        "disposed": say_in("what an audit finds of a requirement", "disposed"),
    },
    "state": {
        "recorded": say_in("where a version stands", "recorded"),
        "approved": say_in("where a version stands", "approved"),
        "upcoming": say_in("where a version stands", "upcoming"),
        "in-force": say_in("where a version stands", "in-force"),
        "published": say_in("where a version stands", "published"),
        "notified": say_in("where a version stands", "notified"),
        "superseded": say_in("where a version stands", "superseded"),
        "withdrawn": say_in("where a version stands", "withdrawn"),
        "rejected": say_in("where a version stands", "rejected"),
    },
    "users": {
        "new": say_in("for which users a version holds", "new users"),
        "existing": say_in("for which users a version holds", "existing users"),
    },
    "mechanism": {
        "notice": say_in("how a change comes to hold for users", "notice"),
        "notice-and-exit": say_in("how a change comes to hold for users", "notice-and-exit"),
        "express-acceptance": say_in("how a change comes to hold for users", "express-acceptance"),
        "fresh-consent": say_in("how a change comes to hold for users", "fresh-consent"),
    },
    "role": {
        "author": say_in("role of a signer", "author"),
        "reviewer": say_in("role of a signer", "reviewer"),
        "publisher": say_in("role of a signer", "publisher"),
    },
    "disposition": {
        "not-applicable": say_in("what a person decided on a requirement", "not-applicable"),
        "accepted": say_in("what a person decided on a requirement", "accepted"),
        "resolved": say_in("what a person decided on a requirement", "resolved"),
    },
    "due": {
        "clause": say_in("what is due for review", "clause"),
        "document": say_in("what is due for review", "document"),
        "audit": say_in("what is due for review", "audit"),
        "training": say_in("what is due for review", "training"),
        "bias-test": say_in("what is due for review", "bias-test"),
        "assessment": say_in("what is due for review", "assessment"),
        "finding": say_in("what is due for review", "finding"),
        "fact": say_in("what is due for review", "fact"),
        "law": say_in("what is due for review", "law"),
        "disposition": say_in("what is due for review", "disposition"),
    },
    "turn": {
        "begins": say_in("what a requirement does on a day", "begins"),
        "ends": say_in("what a requirement does on a day", "ends"),
    },
}
