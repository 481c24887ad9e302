"""Row 11: what more documents cost, up to more than fit."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import log10
from pathlib import Path

from tests.bench.measure import Row, Side, worked

SIZES = (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
KEPT = 1_000
"""Documents from which on the plot is kept."""
PLOT = Path(__file__).parent / "growth.svg"
NAMES = {"html": "composed and rendered to HTML", "drafts": "composed, checked and described for the ledger"}


def growth(folder: Path, documents: int) -> Iterator[Row]:
    """Each size in a process of its own: made whole as far as there are documents, sampled past that."""
    points: list[tuple[int, float, float, bool]] = []
    for size in SIZES:
        sampled = size > documents
        told = worked("sampled" if sampled else "grown", folder, size)
        points.append((size, told["cpu"]["html"], told["cpu"]["drafts"], sampled))
    sides = tuple(
        Side(f"{size:,} documents{', sampled' if sampled else ''}", ((html, drafts),))
        for size, html, drafts, sampled in points
    )
    (size, html, _, _), last = points[min(2, len(points) - 1)], points[-1]
    bend = (last[1] / last[0]) / (html / size)
    if documents >= KEPT:
        PLOT.write_text(plot(points), "utf-8")
    yield Row(
        "growth: CPU seconds for HTML, and for what the ledger takes (drafts)", sides, "a straight line",
        heads=("HTML", "drafts"),
        notes=(
            f"At {last[0]:,} documents one costs {bend:.2f} × what it costs at {size:,}. Sampled: the profile holds "
            "that many, made in memory; one of each kind is composed, then 400 more from all over it, and the rest "
            "is reckoned at their rate. See growth.svg.",
        ),
    )  # fmt: skip


def plot(points: list[tuple[int, float, float, bool]]) -> str:
    """Both axes logarithmic; a straight line of slope one is what doubling documents by doubling time looks like."""
    width, height, left, bottom = 640, 420, 70, 50
    tall = [value for _, html, drafts, _ in points for value in (html, drafts)]
    low, high = 10 ** _floor(min(tall)), 10 ** (_floor(max(tall)) + 1)
    first, final = points[0][0], points[-1][0]

    def x(size: float) -> float:
        return left + (width - left - 20) * (log10(size) - log10(first)) / (log10(final) - log10(first))

    def y(value: float) -> float:
        return height - bottom - (height - bottom - 40) * (log10(value) - log10(low)) / (log10(high) - log10(low))

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-family="sans-serif" '
        'font-size="12">',
        "<title>CPU seconds by number of documents</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    value = low
    while value <= high:
        lines.append(f'<path d="M{left} {y(value):.1f}H{width - 20}" stroke="#ddd"/>')
        lines.append(f'<text x="{left - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:g} s</text>')
        value *= 10
    for size, *_ in points:
        lines.append(f'<text x="{x(size):.1f}" y="{height - bottom + 20}" text-anchor="middle">{size:,}</text>')
    for column, (name, colour) in enumerate((("html", "#0b57d0"), ("drafts", "#b3261e")), 1):
        spots = [(x(point[0]), y(float(point[column])), bool(point[3])) for point in points]
        lines.append(_line(spots, colour))
        lines += [_spot(*spot, colour) for spot in spots]
        at = 20 + 18 * column
        lines.append(f'<text x="{left + 12}" y="{at}" fill="{colour}">{escape(NAMES[name])}</text>')
    lines.append(
        f'<text x="{width - 24}" y="{height - 12}" text-anchor="end">documents; hollow and dashed: sampled</text>'
    )
    return "\n".join([*lines, "</svg>", ""])


def _line(spots: list[tuple[float, float, bool]], colour: str) -> str:
    real = [spot for spot in spots if not spot[2]]
    rest = [*real[-1:], *(spot for spot in spots if spot[2])]
    return "\n".join(
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y, _ in some)}" fill="none" stroke="{colour}"{dash}/>'
        for some, dash in ((real, ""), (rest, ' stroke-dasharray="5 4"'))
        if len(some) > 1
    )


def _spot(x: float, y: float, hollow: bool, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{"#fff" if hollow else colour}" stroke="{colour}"/>'


def _floor(value: float) -> int:
    return int(log10(value) // 1)
