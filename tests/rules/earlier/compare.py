"""Our answers beside the earlier tools', for made-up people without a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from app.exporting.clear_my_record import result_cells
from app.importing.doj_bulk import read_piece_content
from app.importing.join import join_sheets
from app.model.record import RapSheet
from app.rules.catalog import load_by_id
from app.rules.earlier.marks import Marks
from app.rules.earlier.points import Difference, find_differences, find_earlier_tool
from app.rules.evaluate import Evaluator
from app.rules.policy import OptionValue, settle_options
from app.rules.profile import build_profile
from tests.importing.made_rows import file_of

AS_OF = date(2020, 7, 1)
COUNTIES = {
    "us-ca/county-review": "LOS ANGELES",
    "us-ca/los-angeles": "LOS ANGELES",
    "us-ca/san-joaquin": "SAN JOAQUIN",
    "us-ca/contra-costa": "CONTRA COSTA",
    "us-ca/sacramento": "SACRAMENTO",
    "us-ca/san-francisco": "SAN FRANCISCO",
}
POLICIES = tuple(COUNTIES)


@lru_cache(maxsize=64)
def _evaluator(
    policy_id: str, options: tuple[tuple[str, OptionValue], ...], county: str
) -> Evaluator:
    policy = load_by_id(policy_id)
    return Evaluator(policy, settle_options(policy, dict(options)), AS_OF, county)


def compare(
    sheet: RapSheet,
    policy_id: str,
    *,
    county: str = "",
    in_play: Marks | None = None,
    **options: OptionValue,
) -> list[Difference]:
    """The differences of one person; ``in_play`` as in `find_differences`."""
    evaluator = _evaluator(policy_id, tuple(sorted(options.items())), county or COUNTIES[policy_id])
    tool = find_earlier_tool(
        policy_id, evaluator.settings.as_dict(), evaluator.county, evaluator.as_of
    )
    assert tool is not None
    determinations = evaluator.determine(sheet)
    profile = build_profile(sheet)
    convictions = {conviction.charge.at: conviction for conviction in sheet.convictions()}
    rows = []
    for determination in determinations:
        conviction = convictions[determination.at]
        cells = result_cells(conviction, determination, profile, AS_OF)
        places = (determination.at, *conviction.charge.also_at)
        rows += [(place.source, place.row, cells) for place in places]
    return find_differences(sheet, determinations, rows, tool, in_play=in_play)


def read_people(*files: str) -> list[RapSheet]:
    """Everyone in some files, those with one CII number joined."""
    found: dict[str, list[RapSheet]] = {}
    for source, text in enumerate(files, 1):
        content = read_piece_content(
            text.encode(), encoding="utf-8", mark_bytes=0, line_mark="\n", first_row=1,
            has_header=True, source=source,
        )  # fmt: skip
        for portion in content.portions:
            key = portion.sheet.person.cii or f"{source}:{portion.subject}"
            found.setdefault(key, []).append(portion.sheet)
    return [join_sheets(sheets) for sheets in found.values()]


def read_lines(*lines: str) -> RapSheet:
    """The one person of these lines."""
    (sheet,) = read_people(file_of(*lines))
    return sheet


def answers(differences: Sequence[Difference]) -> list[tuple[str, str, str]]:
    """(earlier, ours, point) of the determinations that differ."""
    return [
        (one.earlier, one.ours, one.point)
        for one in differences
        if one.column == "Eligibility Determination"
    ]
