"""The figures as a table, beside those of another time when given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

COLUMNS = (
    ("seconds", "seconds"),
    ("rows_per_second", "rows/s"),
    ("people_per_minute", "people/min"),
    ("papers_per_minute", "papers/min"),
    ("peak_mb", "peak MB"),
)


def lines_of(result: dict[str, Any], against: dict[str, Any] | None) -> Iterator[str]:
    """Ratios are this over the other: below 1 is less (faster for seconds, smaller for MB)."""
    yield f"{result['rows']:,} rows, {result['people']:,} people"
    other = (against or {}).get("stages", {})
    heads = [title for _, title in COLUMNS]
    ratios = ["x other"] * len(COLUMNS) if against is not None else []
    yield _line("stage", _woven(heads, ratios))
    for name, figures in result["stages"].items():
        cells = [_shown(figures.get(key)) for key, _ in COLUMNS]
        before = other.get(name, {})
        shares = [_ratio(figures.get(key), before.get(key)) for key, _ in COLUMNS] if ratios else []
        yield _line(name, _woven(cells, shares))
        yield from map(_part_line, figures.get("parts", ()))
    yield "Peak MB: proportional memory of the process and its children (resident off Linux)."


def _part_line(part: dict[str, Any]) -> str:
    """A part of a stage beside what it should take."""
    target = part["target_ms"]
    beside = f"   target {target:,.0f} ms" if target else ""
    if target and part["p95_ms"] > target:
        beside += ": over" if part["median_ms"] > target else ": now and then over"
    return (
        f"  {part['name']:<50} median {part['median_ms']:>9,.1f} ms   95 % "
        f"{part['p95_ms']:>9,.1f} ms{beside}"
    )


def _woven(cells: list[str], ratios: list[str]) -> list[str]:
    if not ratios:
        return cells
    return [cell for pair in zip(cells, ratios, strict=True) for cell in pair]


def _line(name: str, cells: list[str]) -> str:
    return f"{name:<26}" + "".join(f"{cell:>13}" for cell in cells)


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.4g}"


def _ratio(value: float | None, other: float | None) -> str:
    return f"{value / other:.2f}" if value is not None and other else ""
