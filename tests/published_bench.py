"""A small workspace in four languages that has published: one version is past, one in force, one to come."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from command_line import SOUND, edit, tosgen

from tosgen.ledger import Ledger

LAYER = Path(__file__).parent / "generators" / "workspace"
DAYS = {1: "2026-01-01", 2: "2099-02-01", 3: "2099-03-01"}
"""From when a version holds."""
TODAY = "2099-02-15"
"""The second version is in force, the third is published and to come. To a site's builder, all of it lies ahead."""
LANGUAGES = {"en": "ltr", "de": "ltr", "ar": "rtl", "zh_Hans": "ltr"}
MARKETS = {"home": "en", "both": "de"}
"""Each with its authoritative language; `both` has supplements. The Arabic texts begin with the line on stale parts."""


def published(folder: Path) -> Path:
    """The workspace, in `folder`; made once, then copied."""
    return shutil.copytree(Path(_made().name) / "bench", folder / "bench", symlinks=True)


@cache
def _made() -> TemporaryDirectory[str]:
    folder = TemporaryDirectory(prefix="published")
    bench = Path(folder.name) / "bench"
    shutil.copytree(SOUND, bench, ignore=shutil.ignore_patterns("locales"))
    shutil.copytree(LAYER, bench, dirs_exist_ok=True)
    for number, day in DAYS.items():
        if number > 1:
            edit(bench / "tosgen.yaml", f"bench.floors: {number}", f"bench.floors: {number + 1}")
        decided = min(day, TODAY)
        refs = (f"house-rules/{market}" for market in MARKETS)
        for command in (("generate", "--on", day), ("publish", *refs, "--effective", day, "--on", decided)):
            ran = tosgen(bench, *command)
            assert ran.code == 0, ran.err
    return folder


def recorded(bench: Path, market: str, locale: str, number: int) -> str:
    """The text of a version, as the ledger has it."""
    return Ledger(bench / "outputs" / "bench").text("house-rules", market, number, locale)
