"""The catalogs of the interface that are shipped: sound, kept in step with the sources, and whole."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
import shipped

from tosgen.catalog import said
from tosgen.catalog.messages import Message
from tosgen.catalog.po import INTERFACE, load, locale_path
from tosgen.catalog.update import updated
from tosgen.errors import Finding
from tosgen.lint import catalogs

LOCALES = shipped.ROOT / "locales"


@cache
def messages() -> tuple[Message, ...]:
    return tuple(said.everything(shipped.library()))


@cache
def findings(locale: str) -> list[Finding]:
    return catalogs.interface(load(locale, [LOCALES], str, INTERFACE), messages(), str(LOCALES))


@pytest.mark.parametrize("locale", shipped.LOCALES)
def test_a_catalog_of_the_interface_is_sound(locale: str) -> None:
    """What is translated has the names of its source. That all of it is translated is the next test's."""
    open_ = {"untranslated", "stale-translation", "obsolete"}
    assert [str(finding) for finding in findings(locale) if finding.code not in open_] == []


@pytest.mark.parametrize("locale", shipped.LOCALES)
def test_every_message_of_the_interface_is_translated(locale: str) -> None:
    """Fails while messages wait for their translators: `tosgen locales update LOCALE --domain tosgen` lists them."""
    found = findings(locale)
    assert not found, f"{len(found)} of {len(messages())}, the first: {found[0]}"


def test_update_drops_what_nobody_says_any_more(tmp_path: Path) -> None:
    sound = (LOCALES / "de/LC_MESSAGES/tosgen.po").read_text("utf-8")
    catalog = tmp_path / "tosgen.po"
    catalog.write_text(f'{sound}\nmsgid "Nobody says this."\nmsgstr "Das sagt niemand."\n', "utf-8")
    assert updated(catalog, "tosgen.po", "de", messages(), INTERFACE)[0] == sound


@pytest.mark.skipif(not shutil.which("msgfmt") and not os.environ.get("CI"), reason="msgfmt is not installed")
@pytest.mark.parametrize("locale", shipped.LOCALES)
def test_gettext_finds_nothing_wrong(locale: str, tmp_path: Path) -> None:
    path = locale_path(LOCALES, locale, domain=INTERFACE)
    ran = subprocess.run(
        ["msgfmt", "--check", "-o", str(tmp_path / "x.mo"), str(path)], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_no_package_is_built_without_a_catalog(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("hook", shipped.ROOT / ".build" / "hook.py")
    assert spec is not None
    assert spec.loader is not None
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "clauses.po").write_text("", "utf-8")
    with pytest.raises(FileNotFoundError, match=r"no package without de/LC_MESSAGES/tosgen\.po"):
        hook.LibraryHook._catalogs(tmp_path)
    (folder / "tosgen.po").write_text("", "utf-8")
    assert [path.name for path in hook.LibraryHook._catalogs(tmp_path)] == ["clauses.po", "tosgen.po"]
