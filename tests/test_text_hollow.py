"""A promise without its list is a blank."""

from __future__ import annotations

import pytest

from tosgen.text.hollow import hollow

LIST = "We have these reasons:\n\n{% for r in reasons %}\n- {{ r.name }}\n{% endfor %}\n\nAsk us."
TABLE = "| What | Why |\n|---|---|\n{% for r in rows %}\n| {{ r.a }} | {{ r.b }} |\n{% endfor %}"


@pytest.mark.parametrize(
    ("template", "rendered", "found"),
    [
        (LIST, "We have these reasons:\n\n- safety\n\nAsk us.", []),
        (LIST, "We have these reasons:\n\nAsk us.", ["a list has no items"]),
        (LIST, "**We have these reasons:**\n\n**Ask us.**", ["a list has no items"]),
        (LIST.replace(":", "：", 1), "We have these reasons：", ["a list has no items"]),
        (TABLE, "| What | Why |\n|---|---|\n| a | b |", []),
        (TABLE, "| What | Why |\n|---|---|", ["a table has no rows"]),
        ("We say whether we take part:\n\nWe do not.", "We say whether we take part:\n\nWe do not.", []),
    ],
)
def test_what_is_announced_must_come(template: str, rendered: str, found: list[str]) -> None:
    assert list(hollow(template, rendered)) == found
