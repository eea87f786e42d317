"""Made-up rap sheets: printed from records, read back, and the same record again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importing.assemble import assemble
from app.importing.issues import Issue
from app.importing.rap_sheet import looks_like_rap_sheet, open_rap_sheet, read_rap_text
from app.importing.reading import ReadRow
from app.model.dates import PartialDate
from app.model.reading_columns import READING_INDEX
from app.model.record import Conviction, EventKind, Level, RapSheet
from app.model.statute import CodeSection, read_section
from app.sampling.material import load_counties
from app.sampling.rap_damage import Damage
from app.sampling.rap_pdf import write_rap_pdf
from app.sampling.rap_text import RapSample, make_rap_samples

DOUBT = READING_INDEX["DOUBTS"]
SUBJECT = READING_INDEX["SUBJECT_ID"]
ORDER = READING_INDEX["CNT_ORDER"]


class Facts(NamedTuple):
    """What an attorney would compare of one conviction."""

    sections: tuple[CodeSection, ...]
    level: Level
    on: PartialDate
    county: str
    case_numbers: tuple[str, ...]
    relief: tuple[tuple[str, str], ...]
    sentence: tuple[str, ...]


def split(items: Iterable[ReadRow | Issue]) -> tuple[list[ReadRow], list[Issue]]:
    rows, issues = [], []
    for item in items:
        (rows if isinstance(item, ReadRow) else issues).append(item)
    return rows, issues


def facts_of(conviction: Conviction, sentence: tuple[str, ...]) -> Facts:
    charge = conviction.charge
    return Facts(
        read_section(charge.section_text).sections,
        charge.level,
        conviction.convicted_on,
        conviction.event.county,
        conviction.case_numbers,
        tuple(sorted((item.kind.name, item.text) for item in charge.relief)),
        sentence,
    )


def state_facts(sample: RapSample) -> tuple[RapSheet, list[Facts]]:
    sheet, _ = assemble(1, "state", [(place, row) for place, row in enumerate(sample.rows, 1)])
    changed = {
        row[ORDER] for row in sample.rows if row[READING_INDEX["DISP_DESCR"]] == "SENTENCE MODIFIED"
    }
    facts = [
        facts_of(one, expected_terms(one, one.charge.count_order in changed))
        for one in sheet.convictions()
    ]
    return sheet, facts


def expected_terms(conviction: Conviction, is_changed: bool) -> tuple[str, ...]:
    """The sentence of the state's rows as terms.

    By nature different: the state's reading knows of a sentence in a comment only that it is
    there (on each row of the count), a rap sheet's reads it; and the rows of a sample do not
    say that a modified sentence has no known end.
    """
    charge = conviction.charge
    terms = [term for term in terms_of(conviction) if term != "? SEE COMMENT"]
    if len(terms) < len(charge.sentence):
        terms += terms_of_comment(charge.comment, terms)
    return (*sorted(terms), *(["? changed"] if is_changed else []))


def terms_of(conviction: Conviction) -> list[str]:
    """The sentence as the record has it."""
    return [
        f"? {part.place}" if part.length is None
        else f"{part.length} {part.unit or 'D'} {part.place}"
        for part in conviction.charge.sentence
    ]  # fmt: skip


def terms_of_comment(comment: str, stated: list[str]) -> list[str]:
    """Terms that a comment adds: known where nothing else is stated, and none twice."""
    if comment == "SEN-CREDIT TIME SERVED":
        return ["? CREDIT TIME SERVED"]
    assert comment == "SEN-X3 YR PROB, 6 MO JL WORK"
    terms = ["3 Y PROBATION", "6 M JAIL"]
    return [f"? {term}" for term in terms if term not in stated] if stated else terms


def read_facts(rows: list[ReadRow]) -> tuple[RapSheet, list[Facts]]:
    cells = [(row.row, list(row.cells)) for row in rows if row.cells]
    sheet, _ = assemble(2, "rap", cells)
    facts = []
    for one in sheet.convictions():
        terms = terms_of(one)
        kept = sorted(term for term in terms if "SENTENCE MODIFIED" not in term)
        facts.append(facts_of(one, (*kept, *(["? changed"] if len(kept) < len(terms) else []))))
    return sheet, facts


def check_same(sample: RapSample, rows: list[ReadRow]) -> None:
    of_state, expected = state_facts(sample)
    of_rap, found = read_facts(rows)
    assert found == expected
    a, b = of_state.person, of_rap.person
    assert (a.cii, a.name, a.aliases, a.sex, a.race, a.born) == (
        b.cii, b.name, b.aliases, b.sex, b.race, b.born
    )  # fmt: skip
    for kind in (EventKind.REGISTRATION, EventKind.DECEASED, EventKind.ARREST, EventKind.JAIL):
        assert [described(event) for event in of_state.events() if event.kind is kind] == [
            described(event) for event in of_rap.events() if event.kind is kind
        ]
    assert not any(row.cells[DOUBT] for row in rows if row.cells)


def described(event: object) -> tuple[object, ...]:
    """Kind, day, agency, charges; an event without counts has one empty row in the state's."""
    charges = [charge.offense for charge in event.charges if charge.offense]  # type: ignore[attr-defined]
    return (event.kind, event.on, event.agency, charges)  # type: ignore[attr-defined]


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    county=st.sampled_from([county.name for county in load_counties()]),
    damage=st.frozensets(st.sampled_from(list(Damage))),
)
def test_a_record_printed_and_read_back_is_the_same_record(
    seed: int, county: str, damage: frozenset[Damage]
) -> None:
    """People, convictions, sentences, relief, registrations and deaths survive print and damage."""
    for sample in make_rap_samples(n_people=3, county=county, seed=seed, damage=damage):
        assert looks_like_rap_sheet(sample.text)
        rows, issues = split(read_rap_text(sample.text).rows())
        check_same(sample, rows)
        if not damage:
            kinds = {issue.kind for issue in issues}
            assert kinds <= {
                "County unknown",
                "Event stands there twice",
            }


def test_equal_arguments_give_equal_texts() -> None:
    """The same seed prints the same sheets; another seed others."""
    arguments = {"n_people": 2, "county": "Kern", "damage": frozenset(Damage)}
    assert make_rap_samples(seed=5, **arguments) == make_rap_samples(seed=5, **arguments)
    assert make_rap_samples(seed=6, **arguments) != make_rap_samples(seed=5, **arguments)


def test_every_damage_changes_the_text_and_repairs_are_told() -> None:
    """Each kind of damage can be seen in the text; misread letters are told one by one."""
    clean = make_rap_samples(n_people=3, county="Kern", seed=5)
    for kind in Damage:
        hurt = make_rap_samples(n_people=3, county="Kern", seed=5, damage=frozenset([kind]))
        assert [sample.text for sample in hurt] != [sample.text for sample in clean], kind
    scanned = make_rap_samples(
        n_people=3, county="Kern", seed=5, damage=frozenset([Damage.SCANNING])
    )
    for sample in scanned:
        _, issues = split(read_rap_text(sample.text).rows())
        assert any(issue.kind == "Scanning damage repaired" for issue in issues)


@pytest.mark.parametrize("letters", ["", "Ā"])
def test_several_sheets_in_one_pdf_are_several_people(tmp_path: Path, letters: str) -> None:
    """A PDF of three people gives three records, page by page, with a core font or another."""
    damage = frozenset({Damage.BANNERS, Damage.WRAPPING, Damage.PAGES})
    samples = make_rap_samples(n_people=3, county="Los Angeles", seed=11, damage=damage)
    path = tmp_path / "sheets.pdf"
    write_rap_pdf(path, [*(sample.text for sample in samples), *([letters] if letters else [])])
    reader = open_rap_sheet(path)
    assert reader.origin.words == "Rap sheet (PDF)"
    assert reader.origin.parts[1].name == "Page 2"
    rows, _ = split(reader.rows())
    people = groupby((row for row in rows if row.cells), key=lambda row: (row.cells or ())[SUBJECT])
    by_person = [list(own) for _, own in people]
    assert len(by_person) == 3
    for sample, own in zip(samples, by_person, strict=True):
        check_same(sample, own)
