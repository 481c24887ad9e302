"""A full or read-only disk ends a run with a message, and costs nothing that was recorded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ledger_drafts import draft, record, whole
from small_disk import disk, fill, privileged

from tosgen.errors import Unavailable
from tosgen.ledger import Draft, Ledger
from tosgen.ledger.process import failure

__all__ = ["disk"]


def recorded(shop: Path, given: Draft) -> str:
    """The code of what went wrong, if anything did."""
    try:
        record(shop, given)
    except Unavailable as error:
        return error.findings[0].code
    return ""


def test_a_full_disk_loses_nothing(disk: Path) -> None:
    shop, number = disk / "shop", 1
    record(shop, draft(1, {"en": "x" * 50_000}))
    failed = 0
    for step in range(40):
        fill(disk, step * 4096)
        given = draft(number + 1, {"en": os.urandom(12_000).hex()})
        code = recorded(shop, given)
        number, failed = (number, failed + 1) if code else (number + 1, failed)
        assert code in {"", "disk"}
        now = len(Ledger(shop).entries())
        assert now in {number, number + 1}
        number = now
        (disk / "filler").unlink()
        record(shop)
        whole(shop)
        assert [version.version for version, _ in Ledger(shop).texts(Ledger(shop).entries())] == list(
            range(1, number + 1)
        )
    assert 0 < failed < 40


def test_a_disk_too_full_to_begin(disk: Path) -> None:
    fill(disk, 0)
    with pytest.raises(Unavailable, match="disk"):
        record(disk / "shop", draft(1, {"en": "x\n"}))
    (disk / "filler").unlink()
    record(disk / "shop", draft(1, {"en": "x\n"}))
    whole(disk / "shop")


def test_a_disk_that_cannot_be_written(disk: Path) -> None:
    record(disk / "shop", draft(1, {"en": "x\n"}))
    assert not privileged("mount", "-o", "remount,ro", str(disk))
    with pytest.raises(Unavailable, match="read-only"):
        record(disk / "shop", draft(2, {"en": "y\n"}))
    assert Ledger(disk / "shop").text("terms", "DE", 1, "en") == "x\n"


def test_a_pack_that_does_not_fit_is_a_full_disk(disk: Path) -> None:
    shop = disk / "shop"
    record(shop, draft(1, {"en": "x\n"}))
    fill(disk, 400_000)
    drafts = [draft(1, {"en": os.urandom(4_000).hex()}, document=f"terms-{n}") for n in range(120)]
    with pytest.raises(Unavailable) as error:
        record(shop, *drafts)
    assert (error.value.findings[0].code, error.value.findings[0].hint[:15]) == ("disk", "free some space")
    assert len(Ledger(shop).entries()) == 1
    (disk / "filler").unlink()
    record(shop)
    whole(shop)


@pytest.mark.parametrize(
    "said",
    [
        "fatal: sha1 file '.git/objects/pack/tmp_pack_x' write error. Out of diskspace",
        "fatal: write error: No space left on device",
        "fatal: Disk quota exceeded",
    ],
)
def test_every_way_that_git_says_it_is_a_full_disk(tmp_path: Path, said: str) -> None:
    assert failure(tmp_path, "fast-import", 128, said).findings[0].code == "disk"


def test_a_git_that_gives_no_reason_on_a_full_disk(disk: Path) -> None:
    assert failure(disk, "fast-import", 128, "fatal: write failure").findings[0].code == "git"
    fill(disk, 0)
    assert failure(disk, "fast-import", 128, "fatal: write failure").findings[0].code == "disk"


def test_a_disk_that_fills_once_the_versions_are_recorded(disk: Path) -> None:
    shop, text = disk / "shop", "all of one letter\n" * 30_000  # 2 KB to git, 540 KB as a file
    record(shop, draft(1, {"en": "x\n"}))
    fill(disk, 200_000)
    with pytest.raises(Unavailable) as error:
        record(shop, draft(2, {"en": text}))
    assert error.value.findings[0].code == "disk"
    assert "the versions are recorded, and the next run finishes the files" in error.value.findings[0].message
    assert len(Ledger(shop).entries()) == 2
    (disk / "filler").unlink()
    record(shop)
    assert (shop / "terms/DE/en.md").read_text() == text
    whole(shop)
