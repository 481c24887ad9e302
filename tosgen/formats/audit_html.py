"""An audit as one readable page: a matrix of jurisdictions and documents, then every requirement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tosgen.formats.audit_text import ORDER, listed, unpublished
from tosgen.formats.page import page
from tosgen.model.audit import Answer, Audit, State
from tosgen.model.words import word
from tosgen.saying import COMMA, Said, Speak, english, joined, say

WORDS = {
    "violated": say("the text says what the law forbids"),
    "gap": say("nothing answers it"),
    "uncertain": say("the register is not sure of it; a person decides"),
    "claimed": say("a clause cites it, and no reading vouches"),
    "unconfirmed": say("something must be done, and nobody has confirmed it"),
    "superseded": say("the text cites law that no longer holds"),
    "disposed": say("a person has decided on it"),
    "covered": say("a clause answers it, and a reading vouches"),
}


def write(audit: Audit, speak: Speak = english, *, lang: str = "en", direction: str = "ltr") -> str:
    """The page; `lang` and `direction` are those of the language that `speak` speaks."""
    states: tuple[State, ...] = ("drafted", "in-force") if audit.of("in-force") else ("drafted",)
    return page(
        "audit.html",
        lang=lang,
        dir=direction,
        audit=audit,
        words={name: speak(said) for name, said in _words(audit).items()},
        notes=[speak(say("{sentence}.", sentence=_begun(speak(line)))) for line in unpublished(audit)],
        unread=[speak(_unread(market, counts)) for market, counts in audit.unread.items() if counts],
        parts=[_part(audit, state, speak) for state in states],
    )


def _words(audit: Audit) -> Mapping[str, str]:
    done, all_ = audit.adopted
    return {
        "title": say("Audit of {service} on {day}", service=audit.service, day=audit.on),
        "lead": say(
            "Which requirements of the register bind this service, and which words answer them. {done} of the {all} "
            "clauses in use are adopted by a lawyer; the others are drafts. This page is no legal advice.",
            done=done, all=all_,
        ),
        "status": say("Status"),
        "meaning": say("Meaning"),
        "requirements": say("Requirements"),
        "matrix": say("Covered, of those that apply"),
        "jurisdiction": say("Jurisdiction"),
        "none": say("none apply"),
        "requirement": say("Requirement"),
        "asks": say("What it asks"),
        "where": say("Where it is answered"),
    }  # fmt: skip


def _begun(line: str) -> str:
    """A remark as the beginning of a sentence, where the script has capitals."""
    return line[:1].upper() + line[1:]


def _unread(market: str, counts: Mapping[str, int]) -> Said:
    told = joined(COMMA, [f"{place} ({number})" for place, number in counts.items()])
    return say("{market} does not read the rows of {told}.", market=market, told=told)


def _cell(count: tuple[int, int] | None, speak: Speak) -> tuple[str, bool] | None:
    """`3 of 4`, and whether something is open."""
    if count is None:
        return None
    of, covered = count
    return speak(say("{covered} of {all}", covered=covered, all=of)), of != covered


def _where(answer: Answer) -> Said:
    place, spot = f"{answer.document}/{answer.market}", answer.spot
    if spot is None:
        return joined("", [place])
    section = spot.section if spot.document == answer.document else f"{spot.document} {spot.section}"
    return say("{place}: {section}, line {line}", place=place, section=section, line=spot.line)


def _answer(answer: Answer, speak: Speak) -> dict[str, str]:
    return {
        "id": answer.requirement.id,
        "status": answer.status,
        "said": speak(word("status", answer.status)),
        "asks": answer.requirement.text,
        "because": speak(answer.because),
        "where": speak(_where(answer)),
        "clause": answer.spot.clause if answer.spot else "",
        "note": speak(answer.note),
    }


def _part(audit: Audit, state: State, speak: Speak) -> dict[str, Any]:
    coverage = {(place, document): (of, covered) for place, document, of, covered in audit.coverage(state)}
    places = sorted({place for place, _ in coverage})
    documents = sorted({document for _, document in coverage})
    counts = Counter(answer.status for answer in audit.of(state))
    return {
        "state": state,
        "title": speak(say("As drafted") if state == "drafted" else say("In force")),
        "documents": documents,
        "matrix": [(place, [_cell(coverage.get((place, name)), speak) for name in documents]) for place in places],
        "counts": [
            (status, speak(word("status", status)), speak(WORDS[status]), counts[status])
            for status in ORDER
            if counts[status]
        ],
        "answers": [_answer(answer, speak) for answer in listed(audit, True, state)],
    }
