"""The day and the moment that a command works with, in a folder whose profile may be missing or broken."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tosgen.cli.workspace import PROFILE
from tosgen.errors import Refused

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def today_in(folder: Path, on: date | None = None) -> date:
    """The day named, else today in the profile's time zone, else in UTC."""
    return on or now_in(folder).date()


def now_in(folder: Path) -> datetime:
    """Now, in the profile's time zone if it names one."""
    return datetime.now(_zone(folder))


def _zone(folder: Path) -> ZoneInfo:
    from zoneinfo import ZoneInfo

    from tosgen.sources.values import timezone
    from tosgen.sources.yaml import load_yaml

    path = folder / PROFILE
    try:
        data = load_yaml(path) if path.is_file() else {}
        named = data.get("timezone") if isinstance(data, dict) else None
        return timezone(named) if isinstance(named, str) else ZoneInfo("UTC")
    except (Refused, ValueError):
        return ZoneInfo("UTC")
