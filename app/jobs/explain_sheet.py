"""The explanation of one person's answers on paper."""

from __future__ import annotations

from pathlib import Path

from app.errors import InputError
from app.jobs.check_eligibility import option_words
from app.jobs.given_out import GivenOut, on_record
from app.jobs.kept_policy import policy_of
from app.jobs.policy_sheet import write_whole
from app.jobs.trace import (
    check_it_is_the_answer_on_file,
    latest_evaluator,
    trace_explanation,
)
from app.model.explained import ExplainedConviction, ExplainedPerson
from app.model.record import Conviction, Level
from app.rules.explaining.explain import explain_fully
from app.store import past_convictions, records, runs, sealed
from app.store.workspace import Workspace


def explain_person_sheet(workspace: Workspace, person_id: int, path: Path, *, who: str) -> Path:
    """Write the sheet for all convictions asked about, whole or not at all; returns ``path``.

    It is on record before it is written. A file of that name is replaced. Raises InputError when
    nothing was checked yet, when the policy asks about none of the person's convictions, or when
    the file cannot be written; LookupError when there is no such person.
    """
    data = explanation_bytes(workspace, person_id)
    given = GivenOut("explanation sheet", path.parent, [person_id], subject=f"person {person_id}")
    with on_record(workspace, given, who=who):
        return write_whole(path, data)


def explanation_bytes(workspace: Workspace, person_id: int) -> bytes:
    """The sheet as PDF. Raises like `explain_person_sheet`."""
    # Loaded when asked for: it brings fonts and pages that most commands do not need.
    from app.reports.explanation_sheet import render_explanation_sheet  # noqa: PLC0415

    return render_explanation_sheet(explained_person(workspace, person_id))


def explained_person(workspace: Workspace, person_id: int) -> ExplainedPerson:
    """What the sheet says: the person, the check, and every conviction asked about."""
    run = runs.find_latest_run(workspace)
    if run is None:
        raise InputError("Nothing was checked yet. Choose a policy and check first.")
    evaluator = latest_evaluator(workspace)
    sheet = records.get_rap_sheet(workspace, person_id)
    asked = {answer.at for answer in evaluator.determine(sheet)}
    hides_some = sealed.has_sealed(workspace, person_id)
    numbers = past_convictions.numbers_of(workspace, person_id)
    found = []
    for conviction in sheet.convictions():
        if conviction.charge.at in asked:
            explanation = explain_fully(evaluator, sheet, conviction.charge.at)
            number = numbers.get(conviction.charge.at)
            if hides_some and number is not None:
                check_it_is_the_answer_on_file(workspace, number, explanation.determination)
            traced = trace_explanation(workspace, explanation, sheet)
            found.append(
                ExplainedConviction(
                    _title(conviction), _details(conviction), explanation, traced.statements
                )
            )
    if not found:
        raise InputError("The policy of the latest check asks about no conviction of this person.")
    person = sheet.person
    return ExplainedPerson(
        name=person.name,
        born=str(person.born),
        cii=person.cii,
        county=run.county,
        policy_id=run.policy_id,
        policy_title=run.policy_title,
        policy_version=run.policy_version,
        policy_sha256=run.policy_sha256,
        options=tuple(option_words(policy_of(run), run.options)),
        as_of=run.as_of,
        program_version=run.program_version,
        convictions=tuple(found),
        n_not_asked=len(sheet.convictions()) - len(found),
        is_practice=workspace.info.is_practice,
    )


def _title(conviction: Conviction) -> str:
    """The offense as printed, which mostly begins with the section; else both."""
    charge = conviction.charge
    section, offense = charge.section_text.strip(), charge.offense
    if offense.startswith(section) and offense:
        return offense
    return " ".join(part for part in (section or "No section printed", offense) if part)


def _details(conviction: Conviction) -> str:
    charge, event = conviction.charge, conviction.event
    level = "level unknown" if charge.level is Level.UNKNOWN else charge.level.value
    numbers = ", ".join(conviction.case_numbers) or charge.case_number or "no case number"
    where = event.agency or event.county or "court unknown"
    return f"{level.capitalize()}, convicted {conviction.convicted_on}, {where}, {numbers}"
