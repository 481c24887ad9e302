"""`compare` and pages: what counts as text, what does not, and what corresponds to what in Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import tosgen
from hypothesis import given, settings
from hypothesis import strategies as st

from tosgen.formats import html
from tosgen.formats.markdown import read
from tosgen.redline.files import compare_files, parts_of
from tosgen.redline.model import Redline
from tosgen.text.elements import tree

CASES = Path(__file__).parent / "cases"
TERMS = """# Terms of *service* {#terms-of-service}

## 1. Who we are {#about}

### 1.1 The company {#core--company}

We are **Harbour & Co**, `HRB 7`,
of [Bonn](https://bonn.example). 您好，
世界。

- one
  - in two
- three, see [2.1](#core--fees)

1. first
2. second

| a | b |
|---|---|
| c \\| d | *e* |

## 2. Money {#money}

### 2.1 Fees {#core--fees}

You pay.\\
Now.
"""


def compared(old: str, new: str, kinds: tuple[str, str] = (".html", ".html")) -> Redline:
    return compare_files(old, new, from_="old", to="new", suffixes=kinds)


def page_of(markdown: str) -> str:
    given = read(
        markdown, document="terms-of-service", market="DE", locale="en", direction="ltr", conspicuous=frozenset()
    )
    return html.write(given)


def test_a_page_that_tosgen_made_is_its_markdown() -> None:
    assert compared(TERMS, page_of(TERMS), (".md", ".html")).changes == ()
    assert compared(page_of(TERMS), TERMS, (".html", ".md")).unchanged == 2


def test_a_change_in_a_page_is_found_by_the_word() -> None:
    changed = page_of(TERMS.replace("You pay.", "You pay at once.").replace("**Harbour & Co**", "Harbour & Co"))
    first, second = compared(TERMS, changed, (".md", ".html")).changes
    assert (first.clause, first.kinds) == ("core/company", ("reformatted",))
    assert [(s.text, s.was, s.now) for s in first.spans if s.marked] == [("Harbour & Co", "bold", "")]
    assert [(s.op, s.text) for s in second.spans if s.marked] == [("insert", " at once")]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One\n  two<!-- no --> three</p>", "One two three"),
        ("<p>a<br>\n b <b> c</b>d</p>", "a\nb cd"),
        ("<p>a<script>no</script><style>no</style><noscript>no</noscript>b</p>", "ab"),
        ("<nav><p>Menu</p></nav><p>Text</p><aside>no</aside><p hidden>no</p><p aria-hidden=true>no</p>", "Text"),
        ("<div>One<div>two</div>three</div>", "One\n\ntwo\n\nthree"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"),
        ("<ol start=3><li><p>x</p><p>y</p><li>z</ol>", "3. x\n   y\n4. z"),
        ("<table><tr><th>a<th>b<tr><td>c<td><b>d</b></table>", "a | b\nc | d"),
        ("<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>", "a\nb"),
        ("<blockquote><p>q</p></blockquote><pre>  x\n  y</pre>", "q\n\n  x\n  y"),
        ("<p>&lt;b&gt; &amp; &nbsp;x &#8364;</p>", "<b> & \u00a0x €"),
        ("<p>a<p>b<h9>c</h9>", "a\n\nbc"),
        ('<p><a href="https://x.example">a</a> <a href="javascript:x">b</a></p>', "a <https://x.example> b"),
        ("<img alt='A boat'> sails", "A boat sails"),
        ("<main><p>in</p></main><p>out</p>", "in"),
        ("<dl><dt>Term<dd>Meaning</dl>", "Term\n\nMeaning"),
        ("Just words", "Just words"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_counts_as_text(html: str, text: str) -> None:
    assert "\n\n".join(part.text for part in parts_of(html, ".html")) == text


@pytest.mark.parametrize(
    ("html", "keys"),
    [
        ("<h1>Terms</h1><h2 id=a>1. Scope</h2><p>x</p>", ["terms", "a"]),
        ("<section id=s><h2>Scope</h2><p>x</p><h3>Fees</h3></section>", ["s", "fees"]),
        ("<section id=s><p>first</p><h2>Scope</h2></section>", ["text", "scope"]),
        ("<h2><a name=old></a>Scope</h2>", ["old"]),
        ("<div id=d><div><h2>Scope</h2></div></div>", ["d"]),
        ("<ul><li><h2>no heading</h2></ul>", ["text"]),
        ("<h2>A</h2>x<h2>A</h2>y", ["a", "a (2)"]),
    ],
)
def test_a_heading_has_its_own_id_or_that_of_its_section(html: str, keys: list[str]) -> None:
    assert [part.key for part in parts_of(html, ".html")] == keys


def test_pages_with_other_ids_go_by_their_titles() -> None:
    old = "<h2 id=h1>1. Scope</h2><p>A rule.</p><h2 id=h2>2. Fees</h2><p>You pay.</p>"
    new = "<h2 id=x9>1. Scope</h2><p>A rule.</p><h2 id=x7>2. Fees</h2><p>You pay more.</p>"
    (change,) = compared(old, new).changes
    assert (change.title, change.kinds) == ("Fees", ("reworded",))
    assert compared(old, "Scope\n=====\n\nA rule.\n\nFees\n====\n\nYou pay.", (".html", ".txt")).changes[0].kinds == (
        "renumbered",
    )


SECTIONED = """\
# Terms {#terms-of-service}

## 1. Fees {#fees}

### 1.1 Fees {#core--fees}

You pay *now*, as section [1.2](#core--channels) says.

### 1.2 Channels {#core--channels}

| Channel | Hours |
| --- | --- |
| Post | always |
"""
SECTIONED_TEXT = """\
Terms
=====

1. Fees
-------

1.1 Fees

You pay now, as section 1.2 says.

1.2 Channels

Channel | Hours
Post | always
"""


@pytest.mark.parametrize("kinds", [(".md", ".txt"), (".html", ".txt"), (".txt", ".md"), (".txt", ".html")])
def test_plain_text_that_says_the_same_shows_no_change(kinds: tuple[str, str]) -> None:
    """Neither its missing styles, links and sections, nor a heading that stands twice, nor a table's rows."""
    as_kind = {".md": SECTIONED, ".html": page_of(SECTIONED), ".txt": SECTIONED_TEXT}
    assert compared(as_kind[kinds[0]], as_kind[kinds[1]], kinds).changes == ()
    more = as_kind[kinds[1]].replace("You pay", "You owe us")
    (change,) = compared(as_kind[kinds[0]], more, kinds).changes
    assert (change.kinds, [span.text for span in change.spans if span.op != "equal"]) == (
        ("reworded",),
        ["pay", "owe us"],
    )


@given(st.text(st.sampled_from("<>/=\"' abhliptdu1&;!-\n"), max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_page_is_too_broken_to_read(html: str) -> None:
    parts_of(html, ".html")


def test_deep_nesting_is_read_in_bounded_depth() -> None:
    assert parts_of("<div>" * 50_000 + "deep" + "</div>" * 50_000, ".html")[0].text == "deep"
    assert tree("<b>" * 100_000).tag == ""


def test_files_from_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(TERMS, "utf-8")
    (tmp_path / "new.html").write_text(page_of(TERMS.replace("You pay.", "You pay twice.")), "utf-8")
    ran = tosgen(tmp_path, "compare", "old.md", "new.html")
    assert (ran.code, ran.err) == (0, "")
    assert "You pay{+ twice+}." in ran.out
    page = tosgen(tmp_path, "compare", "old.md", "new.html", "--format", "html", "-o", "redline.html")
    assert (page.code, page.out) == (0, "")
    assert "<ins>" in (tmp_path / "redline.html").read_text("utf-8")
    (tmp_path / "new.html").write_bytes(b"<p>\xff</p>")
    assert "error[encoding]" in tosgen(tmp_path, "compare", "old.md", "new.html").err
    (tmp_path / "x.pdf").write_text("x")
    assert "error[bad-value]" in tosgen(tmp_path, "compare", "old.md", "x.pdf").err


def test_pages_in_two_languages_are_laid_side_by_side(tmp_path: Path) -> None:
    for tag, word in (("de", "Wir"), ("fr", "Nous")):
        text = f"<html lang={tag}><h2 id=a>1. {word}</h2><p>{word}</p></html>"
        (tmp_path / f"{tag}.html").write_text(text, "utf-8")
    ran = tosgen(tmp_path, "compare", "de.html", "fr.html", "--format", "json")
    assert ran.json["relation"] == "languages"
    assert ran.json["changes"] == []
