"""Writers at the same time lose nothing and number nothing twice."""

from __future__ import annotations

from pathlib import Path

from ledger_drafts import child, whole

from tosgen.ledger import Ledger

WRITERS, RUNS = 8, 25
WRITE = """
ledger = Ledger(Path(sys.argv[1]))
for run in range(int(sys.argv[3])):
    with ledger.session() as writer:
        latest = ledger.latest().get(("terms", "DE"))
        number = latest.version + 1 if latest else 1
        writer.record([draft(number, {"en": f"{sys.argv[2]} {run}\\n"})], ANA, NOON)
"""


def test_nothing_is_lost_or_numbered_twice(tmp_path: Path) -> None:
    writers = [child(WRITE, tmp_path / "shop", str(writer), str(RUNS)) for writer in range(WRITERS)]
    for process in writers:
        output, _ = process.communicate()
        assert process.returncode == 0, output.decode()
    ledger = Ledger(tmp_path / "shop")
    entries = ledger.entries()
    assert [entry.version for entry in entries] == list(range(1, WRITERS * RUNS + 1))
    texts = sorted(texts["en"] for _, texts in ledger.texts(entries))
    assert texts == sorted(f"{writer} {run}\n" for writer in range(WRITERS) for run in range(RUNS))
    whole(tmp_path / "shop")
