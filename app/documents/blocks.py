"""From template blocks to units on the grid: paragraphs, lists, tables, signatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.documents.authorities import NO_AUTHORITY, authority_parts
from app.documents.draft import MotionCount, Office, Review, Served, Side
from app.documents.flow import Row, Rule, Run, Unit, hold, paragraph_units
from app.documents.fonts import Face, clean, text_width
from app.documents.hand_blocks import (
    box_units,
    lines_units,
    oath_unit,
    papers_units,
    served_units,
)
from app.documents.pleading import CENTER, TEXT_LEFT, TEXT_RIGHT, TEXT_WIDTH, attorney_for
from app.documents.texts import Block
from app.documents.wording import basis_of, partial_date, sentence_phrase, sentence_shown
from app.documents.wrap import wrap, wrap_balanced

INDENT = 36.0
SIGNATURE_X = CENTER - 14
# Left edges and widths of the columns of the list of convictions.
_COLUMNS = ((TEXT_LEFT, 25.0), (103.0, 188.0), (297.0, 68.0), (370.0, 106.0), (482.0, 94.0))
_HEADINGS = ("No.", "Section", "Level", "Convicted on", "Relief")


@dataclass(frozen=True, slots=True)
class BlockContext:
    """What the blocks of one paper draw on."""

    where: str  # names the case for errors
    office: Office
    counts: tuple[MotionCount, ...] = ()
    with_grounds: bool = False  # state the ground under each conviction
    with_bases: bool = False  # state the statutory basis under each conviction
    sentences_as: Review | None = None  # state the sentence under each conviction
    with_calls: bool = False  # state the policy's own words under each conviction
    grounds: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    own_numbers: bool = False  # the case has several numbers: give each count's own
    papers: tuple[str, ...] = ()
    served: tuple[Served, ...] = ()


def units_of(blocks: Sequence[Block], context: BlockContext) -> list[Unit]:
    """The units of a paper's body, in order, tied where they must stay together."""
    units: list[Unit] = []
    number = 0
    for index, block in enumerate(blocks):
        if block.kind in _TIED:
            hold(units)
        elif block.kind in ("signature", "judge", "oath"):
            hold(units, n_rows=2)
        if block.kind == "numbered":
            number += 1
            text = f"{number}.\u2003{block.text}"
            units += _paragraph(text, context.where, first=INDENT)
        elif block.kind == "item":
            units = _with_item(units, blocks, index, context.where)
        else:
            units += _MAKERS[block.kind](block, context)
    return units


def _paragraph(text: str, where: str, left: float = 0, first: float = 0) -> list[Unit]:
    text = clean(text.replace("\u2003", "\u00a0\u00a0\u00a0"), where)
    lines = wrap(text, TEXT_WIDTH - left, first=first)
    x = TEXT_LEFT + left
    return paragraph_units(
        [(Run(x + (first if n == 0 else 0), line),) for n, line in enumerate(lines)]
    )


def _with_item(units: list[Unit], blocks: Sequence[Block], index: int, where: str) -> list[Unit]:
    """A lettered item with the punctuation of its place in the list."""
    start = index
    while start and blocks[start - 1].kind == "item":
        start -= 1
    is_last = index + 1 == len(blocks) or blocks[index + 1].kind != "item"
    before_last = not is_last and (index + 2 == len(blocks) or blocks[index + 2].kind != "item")
    letter = chr(ord("a") + index - start)
    end = "." if is_last else "; and" if before_last else ";"
    return _lettered(units, letter, blocks[index].text + end, where, tie=index == start)


def _lettered(units: list[Unit], letter: str, text: str, where: str, *, tie: bool) -> list[Unit]:
    if tie:
        hold(units)
    rows = wrap(clean(text, where), TEXT_WIDTH - 2 * INDENT)
    x = TEXT_LEFT + 2 * INDENT
    runs: list[tuple[Run, ...]] = [(Run(x, line),) for line in rows]
    runs[0] = (Run(TEXT_LEFT + INDENT + 8, f"({letter})"), *runs[0])
    return [*units, *paragraph_units(runs)]


def _opening(block: Block, context: BlockContext) -> list[Unit]:
    return hold(_paragraph(block.text, context.where))


def _indented(block: Block, context: BlockContext) -> list[Unit]:
    return _paragraph(block.text, context.where, first=INDENT)


def _heading(block: Block, context: BlockContext) -> list[Unit]:
    text = clean(block.text, context.where)
    lines = wrap_balanced(text, TEXT_WIDTH, Face.BOLD)
    rows = tuple(
        Row(2 * n, (Run(CENTER - text_width(line, Face.BOLD, 12) / 2, line, Face.BOLD),))
        for n, line in enumerate(lines)
    )
    return [Unit(rows, 2 * len(rows), holds_next=True, bookmark=text.capitalize())]


def _grounds(_: Block, context: BlockContext) -> list[Unit]:
    return _list(context.grounds, context.where)


def _sentences(_: Block, context: BlockContext) -> list[Unit]:
    return _list(context.sentences, context.where)


def _list(parts: Sequence[str], where: str) -> list[Unit]:
    units: list[Unit] = []
    for index, part in enumerate(parts):
        rest = len(parts) - index
        end = "." if rest == 1 else "; and" if rest == 2 else ";"
        units = _lettered(units, _letter(index), part + end, where, tie=False)
    return units


def _letter(index: int) -> str:
    """a ... z, aa, bb ..."""
    return chr(ord("a") + index % 26) * (index // 26 + 1)


def _counts(_: Block, context: BlockContext) -> list[Unit]:
    """The list of convictions: a ruled table whose heading repeats on each page."""
    header = Unit(
        (
            Row(
                0,
                tuple(
                    Run(x, text, Face.BOLD)
                    for (x, _w), text in zip(_COLUMNS, _HEADINGS, strict=True)
                ),
            ),
        ),
        2,
        (Rule(0, TEXT_LEFT, TEXT_RIGHT, 5, width=0.9),),
        holds_next=True,
    )
    units = [header]
    for number, count in enumerate(context.counts, 1):
        units.append(replace(_count_unit(number, count, context), header=header))
    return units


def _count_unit(number: int, count: MotionCount, context: BlockContext) -> Unit:
    where = context.where
    cells = (
        f"{number}.",
        _section(count),
        count.level.value.capitalize() if count.level.value != "unknown" else "Not stated",
        partial_date(count.convicted_on),
        count.relief.value,
    )
    # Cell after cell, so that a text broken inside its cell still reads on when copied.
    rows: list[Row] = []
    for (x, width), cell in zip(_COLUMNS, cells, strict=True):
        lines = _cell_lines(cell, width, where)
        rows += [Row(n, (Run(x, line),)) for n, line in enumerate(lines)]
    last = max(row.step for row in rows)
    for note in _notes(count, context):
        for line in wrap(clean(note, where), TEXT_RIGHT - _COLUMNS[1][0]):
            last += 1
            rows.append(Row(last, (Run(_COLUMNS[1][0], line),)))
    steps = last + 2 + last % 2
    drop = 5.0 if steps - last == 2 else 11.0
    return Unit(tuple(rows), steps, (Rule(last, TEXT_LEFT, TEXT_RIGHT, drop, width=0.3),))


def _cell_lines(cell: str, width: float, where: str) -> list[str]:
    return [line for part in cell.split("\n") for line in wrap(clean(part, where), width)]


def _section(count: MotionCount) -> str:
    """The section by its full name, and below it as the record has it."""
    if not count.section_name or not count.section_text:
        return count.section_name or count.section_text or "Not stated"
    return f"{count.section_name}\n(in the record: {count.section_text})"


def _notes(count: MotionCount, context: BlockContext) -> list[str]:
    notes = []
    if context.own_numbers and count.case_number:
        notes.append(f"Case No. {count.case_number}")
    ground, basis = sentence_phrase(count.reason), basis_of(count)
    if context.with_grounds and ground:
        notes.append(f"Ground: {ground}.")
    if context.with_bases and basis:
        notes.append(f"Basis: {basis}.")
    if context.sentences_as:
        shown = sentence_shown(count.sentence, context.sentences_as)
        notes += [f"By the record examined {shown}."] if shown else []
    if context.with_calls and count.policy_calls_it:
        notes.append(f"The policy calls the relief “{sentence_phrase(count.policy_calls_it)}.”")
    return notes


def _signature(_: Block, context: BlockContext) -> list[Unit]:
    """The attorney's signature: everything a person writes is a blank line."""
    office, where = context.office, "the office's settings"
    if office.files_as is Side.PERSON:
        where = context.where
    width = TEXT_RIGHT - SIGNATURE_X
    head = [office.head, office.kind] if office.head else []
    lines = [part for line in head for part in wrap(clean(line, where), width)]
    rows = [
        Row(
            2,
            (
                Run(TEXT_LEFT, "Dated: ____________________"),
                Run(SIGNATURE_X, "Respectfully submitted,"),
            ),
        )
    ]
    rows += [Row(4 + n, (Run(SIGNATURE_X, line),)) for n, line in enumerate(lines)]
    step = 6 + len(lines) + len(lines) % 2
    signed = "_" * 38 if office.files_as is Side.PERSON else "By: " + "_" * 33
    rows.append(Row(step, (Run(SIGNATURE_X, signed),)))
    below = [office.attorney_name or "Name: " + "_" * 30, attorney_for(office)]
    named = [part for line in below for part in wrap(clean(line, where), width - 20)]
    rows += [Row(step + 1 + n, (Run(SIGNATURE_X + 20, line),)) for n, line in enumerate(named)]
    return [Unit(tuple(rows), rows[-1].step + 2)]


def _judge(_: Block, __: BlockContext) -> list[Unit]:
    line = Row(2, (Run(TEXT_LEFT, "Dated: ____________________"), Run(SIGNATURE_X, "_" * 39)))
    name = Row(3, (Run(SIGNATURE_X, "Judge of the Superior Court"),))
    return [Unit((line, name), 4)]


def _authorities(_: Block, context: BlockContext) -> list[Unit]:
    """Each ground with the convictions it is found for, and what it rests on."""
    units: list[Unit] = []
    for ground, cites in authority_parts(context.counts):
        stated = _paragraph(ground, context.where, first=INDENT)
        if cites:
            units += hold(stated) + _list(cites, context.where)
        elif ground.endswith(NO_AUTHORITY):
            units += hold(stated) + lines_units()
        else:
            units += stated
    return units


def _lines(_: Block, __: BlockContext) -> list[Unit]:
    return lines_units()


def _box(block: Block, context: BlockContext) -> list[Unit]:
    return box_units(block.text, context.where)


def _papers(_: Block, context: BlockContext) -> list[Unit]:
    return papers_units(context.papers, context.where)


def _served(_: Block, context: BlockContext) -> list[Unit]:
    return served_units(context.served, context.where)


def _oath(_: Block, __: BlockContext) -> list[Unit]:
    return [oath_unit()]


# Not parted from what stands before them.
_TIED = frozenset({"counts", "grounds", "sentences", "authorities", "lines", "papers", "served"})
_MAKERS: dict[str, Callable[[Block, BlockContext], list[Unit]]] = {
    "opening": _opening,
    "paragraph": _indented,
    "heading": _heading,
    "counts": _counts,
    "grounds": _grounds,
    "sentences": _sentences,
    "authorities": _authorities,
    "lines": _lines,
    "box": _box,
    "papers": _papers,
    "served": _served,
    "oath": _oath,
    "signature": _signature,
    "judge": _judge,
}
