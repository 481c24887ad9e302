"""A market may publish a translation that is behind its source, with a notice; never the text that counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from generate_workspace import LIBRARY, inputs, lay, run

from tosgen.errors import Refused
from tosgen.formats import data, html, markdown, text

CASE = LIBRARY.parent / "an_outdated_translation_is_published_with_a_notice"
NOTICE = (
    "Dies ist eine Übersetzung; Teile davon folgen den letzten Änderungen noch nicht. "
    "Maßgeblich ist der Text in dieser Sprache: Englisch."
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for layer in (LIBRARY, CASE / "before", CASE / "after"):
        lay(tmp_path, layer)
    return tmp_path


def test_the_notice_stands_under_the_title_in_every_format(workspace: Path) -> None:
    made = run(workspace, inputs(workspace, date(2026, 11, 21)))
    terms, privacy = (outcome.texts for outcome in made)
    title, notice = terms["de"].split("\n\n")[:2]
    assert title.startswith("# ")
    assert notice.replace("\n", " ") == f"**{NOTICE}**"
    assert NOTICE not in terms["en"] + privacy["de"]
    read = markdown.read(
        terms["de"], document="terms-of-service", market="DE", locale="de", direction="ltr", conspicuous=frozenset()
    )
    assert markdown.write(read) == terms["de"]
    assert data.write(read)["notice"] == NOTICE
    assert f"\n\n{NOTICE}\n\n" in text.write(read)
    assert f'<div class="notice">\n<p><strong>{NOTICE}' in html.write(read).replace(" \n", " ")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("authoritative: en", "authoritative: de", "stale-translation"),
        ("stale: publish-with-notice", "stale: refuse", "stale-translation"),
    ],
)
def test_where_it_is_refused_all_the_same(workspace: Path, old: str, new: str, code: str) -> None:
    profile = workspace / "tosgen.yaml"
    profile.write_text(profile.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(Refused, match=code):
        run(workspace, inputs(workspace, date(2026, 11, 21)))


def test_a_block_that_was_never_translated_is_refused(workspace: Path) -> None:
    clause = workspace / "clauses/global/ai-chatbot/limits.md"
    clause.write_text(clause.read_text("utf-8") + "\n\nIt learns nothing from you.\n", "utf-8")
    with pytest.raises(Refused, match=r"de: global/ai-chatbot/limits: 'It learns nothing from you\.'") as refused:
        run(workspace, inputs(workspace, date(2026, 11, 21)))
    assert [finding.code for finding in refused.value.findings] == ["untranslated"]
