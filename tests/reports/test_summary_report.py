"""The summary report: two pages, nothing cut or overlapping, the figures of the JSON."""

import json
import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytest

from app.model.relief import Outcome, Procedure, Remedy
from app.reports.blocks import BarRow, fold, share, without_small_cells
from app.reports.facts import InputFile, IssueKind, QuarantinedRow, RunFacts
from app.reports.figures import Figures
from app.reports.sheet import BOTTOM, MARGIN, PAGE_HEIGHT, RIGHT
from app.reports.summary_report import ReportFacts, render_summary_report
from app.reports.wording import county_name, definitions, in_words
from tests.reports.made_up import (
    ADDITIONAL,
    AS_OF,
    answer,
    conviction,
    figures_of,
    population,
    run_facts,
    sheet_of,
)

Box = tuple[float, float, float, float]  # left, bottom, right, top


@lru_cache(maxsize=8)
def pages(data: bytes) -> list[tuple[str, list[Box]]]:
    """Text and text rectangles of each page."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        found.append((text.get_text_bounded(), boxes))
    document.close()
    return found


def facts_of(run: RunFacts, figures: Figures) -> ReportFacts:
    return ReportFacts(run, figures.as_summary(run))


def crowded() -> ReportFacts:
    """More of everything than two pages hold, with the longest names."""
    people = population(30)
    for place in range(600):
        row = 100_000 + place
        outcome = list(Outcome)[place % len(Outcome)]
        missing = (f"a missing fact with a name that needs two lines, {place % 13}",)
        one = answer(
            row,
            outcome,
            f"A reason with a good many words that goes on and on, number {place % 77}",
            f"criterion-with-a-long-name-{place % 14}",
            missing=missing if outcome is Outcome.HAND_REVIEW else (),
        )
        section = ("148 PC", "647(F) PC", "4060 BP", "40508 VC", "11364 HS", "??")[place % 6]
        people.append(
            (sheet_of(conviction(row, section), race=f"A RACE NAMED {place % 15}"), [one])
        )
    rules = frozenset(f"criterion-with-a-long-name-{n}" for n in range(14))
    run = run_facts(
        county="SAN LUIS OBISPO",
        policy_title="A policy whose title is longer than anyone would think wise " * 3,
        options=tuple(
            (f"An option with a sentence of some length, {n}", "redesignate") for n in range(30)
        ),
        inputs=tuple(
            InputFile(f"Übergabe, Nguyễn 字 Ա {n} " + "x" * 150 + ".dat", f"{n:064x}", 10**6)
            for n in range(40)
        ),
        issues=tuple(
            IssueKind(f"An issue whose name needs two lines at least, {n}", 999 - n)
            for n in range(30)
        ),
        quarantined=tuple(
            QuarantinedRow("delivery.dat", 10**6 + n, "a reason that is far too long " * 5)
            for n in range(50)
        ),
        n_quarantined=12_345,
        is_practice=True,
    )
    return facts_of(run, figures_of(people, ADDITIONAL | rules))


def nobody() -> ReportFacts:
    empty = run_facts(inputs=(), issues=(), quarantined=(), n_quarantined=0, options=())
    return facts_of(empty, Figures(AS_OF))


def usual() -> ReportFacts:
    return facts_of(run_facts(), figures_of(population(400)))


@pytest.mark.parametrize("facts", [usual(), crowded(), nobody()], ids=["usual", "crowded", "empty"])
def test_two_pages_and_no_text_outside_the_margins(facts: ReportFacts) -> None:
    """Whatever there is to say, it stays on two pages, within the margins, above the footer."""
    found = pages(render_summary_report(facts))
    assert len(found) == 2
    for number, (text, boxes) in enumerate(found, start=1):
        assert f"Page {number} of 2" in text
        footer = {box[1] for box in boxes if box[3] < PAGE_HEIGHT - 758}
        for left, bottom, right, _ in boxes:
            assert left >= MARGIN - 1
            assert right <= RIGHT + 1
            assert bottom >= PAGE_HEIGHT - BOTTOM - 4 or bottom in footer


@pytest.mark.parametrize("facts", [usual(), crowded(), nobody()], ids=["usual", "crowded", "empty"])
def test_no_text_lies_over_other_text(facts: ReportFacts) -> None:
    """No two text rectangles share more than a hair."""
    for _, boxes in pages(render_summary_report(facts)):
        for index, one in enumerate(boxes):
            for other in boxes[index + 1 :]:
                width = min(one[2], other[2]) - max(one[0], other[0])
                height = min(one[3], other[3]) - max(one[1], other[1])
                assert width <= 1 or height <= 1, (one, other)


def test_equal_facts_give_equal_bytes() -> None:
    """The date in the document is the as-of date; nothing else changes with time."""
    first, second = render_summary_report(usual()), render_summary_report(usual())
    assert first == second
    assert b"20200701" in first


def test_the_figures_on_paper_are_those_of_the_json() -> None:
    """Large numbers, answers, sections, reasons and effects are printed as in the summary."""
    facts = usual()
    summary = facts.summary
    (first, _), (second, _) = pages(render_summary_report(facts))
    assert "San Joaquin County" in first
    assert "as of July 1, 2020" in first
    for key in ("peopleInScope", "convictionsInScope", "subjectsWithSomeReliefCount", "lineCount"):
        assert f"{summary[key]:,}" in first
    n_unknown = 0
    for entry in summary["convictionsByReason"]:
        if entry["rule"]:
            assert re.search(re.escape(entry["reason"]) + rf"\s+{entry['count']:,}\s", first)
        else:
            n_unknown += entry["count"]
    assert re.search(rf"A fact is unknown that could change the answer\s+{n_unknown:,}\s", first)
    for section, n in summary["convictionsBySection"].items():
        assert re.search(rf"HS {section}\s+{n:,}\s", first)
    for outcome, n in summary["convictionsByOutcome"].items():
        assert not n or re.search(rf"{outcome}\s+{n:,}\s", first)
    for key in ("reliefWithCurrentEligibilityChoices", "reliefWithDismissAllProp64"):
        assert all(re.search(rf"\b{n:,}\b", first) for n in summary[key].values())
    for fact, n in summary["handReviewByMissingFact"].items():
        assert re.search(rf"{fact[1:]}\s+{n:,}\s", second)
    assert "a1a1a1a1a1a1" in second
    assert "a1" * 32 in second
    assert "row 12,877" in second
    assert "and 5 more rows" in second


def test_a_summary_kept_as_json_gives_the_same_report() -> None:
    """Read back from a file, keys in any order: the same bytes."""
    facts = usual()
    kept = json.loads(json.dumps(facts.summary, sort_keys=True))
    assert render_summary_report(ReportFacts(facts.run, kept)) == render_summary_report(facts)


def test_every_definition_is_printed() -> None:
    """Each figure stands with the sentence that says how it is counted."""
    text = " ".join(" ".join(page.split()) for page, _ in pages(render_summary_report(usual())))
    for label, says in definitions().values():
        assert label in text
        assert says in text


def test_definitions_name_figures_that_exist() -> None:
    """A definition without its figure, or of a renamed one, is an error."""
    summary = usual().summary
    known = set(summary) | set(summary["reliefWithCurrentEligibilityChoices"])
    assert set(definitions()) <= known


def test_practice_is_marked_on_both_pages_and_only_then() -> None:
    """A report of made-up people cannot be taken for a real one."""
    real = render_summary_report(usual())
    assert not any("PRACTICE" in text for text, _ in pages(real))
    practice = facts_of(run_facts(is_practice=True), figures_of(population(50)))
    assert all("PRACTICE" in text for text, _ in pages(render_summary_report(practice)))


def test_what_does_not_fit_is_named_as_more() -> None:
    """Lists that are cut say how much they leave out."""
    (first, _), (second, _) = pages(render_summary_report(crowded()))
    assert "other reasons" in first
    assert "other sections" in first
    for what in ("more rows", "more files", "more options", "more criteria", "other kinds"):
        assert what in second


def test_groups_of_fewer_than_eleven_people_are_not_shown() -> None:
    """Small groups go together, with as many larger ones as it takes to hide them."""
    rows = [BarRow("A", 100), BarRow("B", 40), BarRow("C", 7)]
    assert [(row.label, row.n) for row in without_small_cells(rows)] == [
        ("A", 100),
        ("All others together", 47),
    ]
    many = [BarRow("A", 100), BarRow("B", 10), BarRow("C", 9)]
    assert [row.n for row in without_small_cells(many)] == [100, 19]
    assert without_small_cells([BarRow("A", 5), BarRow("B", 6)]) == []
    assert without_small_cells([BarRow("A", 100), BarRow("B", 3)]) == []
    assert [row.n for row in without_small_cells([BarRow("A", 11), BarRow("B", 0)])] == [11]


def test_long_lists_fold_into_others() -> None:
    """The last row sums what is folded, so that the total stays."""
    rows = [BarRow(str(n), n) for n in range(10, 0, -1)]
    folded = fold(rows, 4, "reasons")
    assert [row.n for row in folded] == [10, 9, 8, 28]
    assert folded[-1].label == "7 other reasons"


@pytest.mark.parametrize(
    ("n", "total", "printed"),
    [
        (0, 9, "0%"),
        (1, 1000, "<1%"),
        (1, 2, "50%"),
        (999, 1000, ">99%"),
        (5, 5, "100%"),
        (0, 0, "0%"),
    ],
)
def test_shares_never_round_to_nothing_or_everything(n: int, total: int, printed: str) -> None:
    """Less than one percent is not zero, nearly all is not all."""
    assert share(n, total) == printed


def test_words_of_counties_and_dates() -> None:
    """Capitals of the file become a name; months are in English everywhere."""
    assert county_name("SAN LUIS OBISPO") == "San Luis Obispo County"
    assert county_name("Yolo County") == "Yolo County"
    assert in_words("2020-02-29") == "February 29, 2020"


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_the_pdf_is_well_formed(tmp_path: Path) -> None:
    """An independent program finds no error in it."""
    path = tmp_path / "report.pdf"
    path.write_bytes(render_summary_report(crowded()))
    done = subprocess.run(
        ["qpdf", "--check", str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_the_court_is_asked_stands_on_the_first_page() -> None:
    """Remedies and procedures of the summary, and a summary of before without them."""
    answers = [answer(1, remedy=Remedy.DISMISSAL_AND_SEALING, procedure=Procedure.UNKNOWN)]
    facts = facts_of(run_facts(), figures_of([(sheet_of(conviction(1)), answers)]))
    (first, _), _ = pages(render_summary_report(facts))
    text = " ".join(first.split())
    assert "Asked of the court: 1 dismissal and sealing." in text
    assert "How: 1 where petition or application is not known." in text
    before = {
        key: value
        for key, value in facts.summary.items()
        if key not in ("convictionsByRemedy", "convictionsByProcedure")
    }
    (first, _), _ = pages(render_summary_report(ReportFacts(facts.run, before)))
    assert "Asked of the court" not in first
