"""What JSON holds: how a version keeps the values that its words were filled with."""

from __future__ import annotations

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]
