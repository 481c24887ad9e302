"""`tosgen site build`: whole or not at all, the same bytes anywhere, brands, and one clear error for what cannot be."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from command_line import REPOSITORY, edit, files, tosgen
from lxml import html
from published_bench import LANGUAGES, MARKETS, TODAY, published

BASE = "https://example.org/legal/"
BLOCK = f"\nsite:\n  base: {BASE}\n  redirects: {{rules/: house-rules/home}}\n"
BRANDS = """
site:
  title: Everybody
  redirects: {rules/: house-rules/both}
  brands:
    quay: {markets: [both], base: "https://quay.example", title: Quay, style: quay.css, templates: quay}
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("command"))


@pytest.fixture
def bench(sound: Path, tmp_path: Path) -> Path:
    """A workspace to spoil, with the address of a site."""
    shutil.copytree(sound, tmp_path / "bench", symlinks=True)
    _add(tmp_path / "bench", BLOCK)
    return tmp_path / "bench"


def _add(folder: Path, block: str) -> None:
    with (folder / "tosgen.yaml").open("a", encoding="utf-8") as profile:
        profile.write(block)


def _built(bench: Path, name: str = "out", *more: str) -> Path:
    ran = tosgen(bench, "site", "build", "-o", str(bench / name), "--on", TODAY, *more)
    assert (ran.code, ran.err) == (0, ""), ran.err
    return bench / name


def test_the_same_ledger_and_day_give_the_same_bytes_anywhere(bench: Path, tmp_path: Path) -> None:
    here, target = files(_built(bench)), tmp_path / "elsewhere"
    shutil.copytree(bench, target / "deep" / "copy", symlinks=True)
    shutil.rmtree(target / "deep" / "copy" / "out")
    surroundings = {
        **os.environ, "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "77",
        "PYTHONPATH": str(REPOSITORY),
    }  # fmt: skip
    command = [sys.executable, "-m", "tosgen.cli.main", "-C", "copy", "site", "build", "-o", "made", "--on", TODAY]
    done = subprocess.run(
        command, cwd=target / "deep", env=surroundings, umask=0o077, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert files(target / "deep" / "made") == here
    for path in (target / "deep" / "made").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path


def test_what_is_unchanged_is_not_written_again_and_what_is_gone_goes(bench: Path) -> None:
    out = _built(bench)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.html")}
    ran = tosgen(bench, "site", "build", "-o", str(out), "--on", TODAY, "--format", "json")
    assert (ran.json["schema"], ran.json["written"], ran.json["removed"]) == ("tosgen.build/1", [], [])
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.html")} == before
    ran = tosgen(bench, "site", "build", "-o", str(out), "--on", "2099-03-01", "--format", "json")
    assert "house-rules/home/index.html" in ran.json["written"]
    assert not [path for path in ran.json["written"] if "/changes/" in path]
    edit(bench / "tosgen.yaml", "redirects: {rules/: house-rules/home}", "redirects: {}")
    ran = tosgen(bench, "site", "build", "-o", str(out), "--on", "2099-03-01", "--format", "json")
    assert ran.json["removed"] == ["_redirects", "rules/index.html"]
    assert not (out / "rules").exists()


def test_a_site_built_into_the_folder_of_looks_is_no_look_itself(bench: Path) -> None:
    once = files(_built(bench, "site"))
    assert files(_built(bench, "site")) == once
    assert "theme.css" not in once


def test_every_link_leads_somewhere_and_nothing_is_inline_or_foreign(bench: Path) -> None:
    out = _built(bench)
    pages = sorted(out.rglob("*.html"))
    for path in pages:
        page, here = html.parse(str(path)).getroot(), f"{BASE}{path.relative_to(out).as_posix()}"
        assert not page.xpath("//style | //*[@style] | //script[not(@src) and @type!='application/ld+json']"), path
        assert not [name for each in page.iter() for name in each.attrib if name.startswith("on")], path
        for link in page.xpath("//@href | //@src"):
            url = urlsplit(urljoin(here, link))
            if url.scheme == "mailto":
                continue
            assert f"{url.scheme}://{url.netloc}" == "https://example.org", (path, link)
            target = out / url.path.removeprefix("/legal/")
            found = target / "index.html" if url.path.endswith("/") else target
            assert found.is_file(), (path, link)
            if url.fragment and found.suffix == ".html":
                assert f'id="{url.fragment}"' in found.read_text("utf-8"), (path, link)
    assert len(pages) > 40


def test_languages_name_each_other_and_only_what_is_in_force_is_for_search_engines(bench: Path) -> None:
    out = _built(bench)
    known: dict[str, set[tuple[str, str]]] = {}
    for path in sorted(out.rglob("index.html")):
        page, where = html.parse(str(path)).getroot(), path.parent.relative_to(out).as_posix()
        canonical, robots = page.xpath("string(//link[@rel='canonical']/@href)"), page.xpath("//meta[@name='robots']")
        if not canonical:
            assert robots, path
            continue
        if where == "rules":
            continue
        assert not robots
        assert canonical == BASE + ("" if where == "." else f"{where}/")
        found = {(each.get("hreflang"), each.get("href")) for each in page.xpath("//link[@rel='alternate'][@hreflang]")}
        known[canonical] = found
        assert where == "." or not re.search("/(v|history)/", where)
    assert len(known) == 1 + len(MARKETS) * len(LANGUAGES)
    for page, alternates in known.items():
        if page != BASE:
            assert {tag for tag, _ in alternates} == {*(each.replace("_", "-") for each in LANGUAGES), "x-default"}
            assert page in {href for _, href in alternates}
            assert all(known[href] == alternates for _, href in alternates)


def test_a_brand_has_a_site_of_its_own(sound: Path, tmp_path: Path) -> None:
    bench = tmp_path / "bench"
    shutil.copytree(sound, bench, symlinks=True)
    _add(bench, BRANDS)
    (bench / "quay.css").write_text(":root { --link: #063; }\n", "utf-8")
    (bench / "quay").mkdir()
    (bench / "quay" / "root.html").write_text(
        '{% extends "tosgen/root.html" %}{% block footer %}<p>Quay & Co</p>{% endblock %}', "utf-8"
    )
    ran = tosgen(bench, "site", "build", "-o", str(bench / "out"), "--on", TODAY)
    assert ran.code == 0, ran.err
    assert "knows" not in ran.err
    assert "does not know its own address" in ran.err
    out = bench / "out"
    assert {p.name for p in (out / "house-rules").iterdir()} == {"home"}
    assert {p.name for p in (out / "quay" / "house-rules").iterdir()} == {"both"}
    assert "Quay & Co" in (out / "quay" / "index.html").read_text("utf-8")
    assert "Quay & Co" not in (out / "index.html").read_text("utf-8")
    assert (out / "quay" / "theme.css").is_file()
    assert not (out / "theme.css").exists()
    assert (out / "quay" / "rules" / "index.html").is_file()
    text = (out / "quay" / "house-rules" / "both" / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://quay.example/house-rules/both/">' in text
    alone = tosgen(bench, "site", "build", "-o", str(bench / "alone"), "--brand", "quay", "--on", TODAY)
    assert (alone.code, alone.err) == (0, "")
    whole = {name.removeprefix("quay/"): b for name, b in files(out).items() if name.startswith("quay/")}
    assert {n: b for n, b in files(bench / "alone").items() if not n.startswith(".tosgen")} == whole
    unknown = tosgen(bench, "site", "build", "-o", str(bench / "none"), "--brand", "key", "--on", TODAY)
    assert (unknown.code, "unknown-brand" in unknown.err, (bench / "none").exists()) == (2, True, False)


REFUSED = {
    "foreign-files": ("mkdir out; echo mine > out/mine.html", (), "mine.html"),
    "unknown-format": ("", ("--formats", "odt"), "odt"),
    "bad-date": ("", ("--on", "1"), "YYYY-MM-DD"),
    "template": ("mkdir -p site/templates; echo '{% if %}' > site/templates/text.html", (), "text.html"),
    "untranslated": ("", (), "de: 'Read the text in force' has no translation"),
    "missing-file": ("", (), "gone.css"),
    "not-published": ("", (), "tosgen publish"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_one_clear_error_and_nothing_written(
    code: str, bench: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, arguments, named = REFUSED[code]
    subprocess.run(["bash", "-c", prepare or "true"], cwd=bench, check=True)
    if code == "missing-file":
        edit(
            bench / "tosgen.yaml",
            "redirects: {rules/: house-rules/home}",
            "brands: {b: {markets: [home], style: gone.css}}",
        )
    if code == "untranslated":
        monkeypatch.setattr("tosgen.catalog.interface.Voice.template", _without_one(), raising=True)
    if code == "not-published":
        edit(bench / "tosgen.yaml", "redirects: {rules/: house-rules/home}", "readership: [counterparty]")
    before = files(bench)
    ran = tosgen(bench, "site", "build", "-o", "out", *(arguments or ("--on", TODAY)))
    assert ran.code == 2, ran.err
    assert f"error[{code}]" in ran.err
    assert named in ran.err
    assert ran.err.count("error[") == 1
    assert files(bench) == before


def _without_one() -> object:
    """A catalog in which one message of a page is missing."""
    from tosgen.catalog.interface import Voice

    whole = Voice.template

    def template(self: Voice, said: object) -> str:
        gone = self.locale == "de" and getattr(said, "template", "") == "Read the text in force"
        return self._missing(said, 1) if gone else whole(self, said)  # type: ignore[arg-type]

    return template


def test_brands_neither_cover_other_pages_nor_come_out_empty(bench: Path) -> None:
    """A brand of which nothing is published would else take away the whole site that stands in the folder."""
    quay = "redirects: {quay/: house-rules/home}\n  brands: {quay: {markets: [both], base: 'https://quay.example'}}"
    edit(bench / "tosgen.yaml", "redirects: {rules/: house-rules/home}", quay)
    ran = tosgen(bench, "site", "build", "-o", "out", "--on", TODAY)
    assert (ran.code, "error[clash]" in ran.err, "'quay/index.html'" in ran.err) == (2, True, True)
    edit(bench / "tosgen.yaml", "markets: [both], base", "markets: [later], base")
    later = "  later: {jurisdictions: [QZ], audience: consumer, entity: bench, languages: [en], authoritative: en}"
    edit(bench / "tosgen.yaml", "\nmarkets:\n", f"\nmarkets:\n{later}\n")
    ran = tosgen(bench, "site", "build", "-o", "out", "--on", TODAY, "--brand", "quay")
    assert (ran.code, "error[not-published]" in ran.err, (bench / "out").exists()) == (2, True, False), ran.err


def test_what_is_not_for_the_public_is_never_shown(bench: Path) -> None:
    outline = bench / "clauses" / "documents" / "house-rules.yaml"
    edit(outline, "readership: public", "readership: staff")
    ran = tosgen(bench, "site", "build", "-o", "out", "--on", TODAY)
    assert (ran.code, "not-published" in ran.err, (bench / "out").exists()) == (2, True, False)
    edit(outline, "readership: staff", "readership: counterparty")
    assert tosgen(bench, "site", "build", "-o", "out", "--on", TODAY).code == 2
    edit(bench / "tosgen.yaml", "redirects: {rules/: house-rules/home}", "readership: [public, counterparty]")
    assert (_built(bench) / "house-rules" / "home" / "index.html").is_file()
