"""Whatever goes wrong, no text of an error leaves the program."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from app.bugs import BUG_NUMBER, WorkerError, bug_report, note_bug, tell_places_only
from app.jobs.look import look_at_file
from app.met_errors import FILE_NAME, MOST_LINES, list_met, note_met

SECRET = "MARTINEZ, ANA A12345678"


def _caught() -> BaseException:
    """A fault that came through the program and quotes a record."""
    try:
        try:
            look_at_file(None)  # type: ignore[arg-type]
        except (AttributeError, TypeError) as error:
            raise ValueError(SECRET) from error
    except ValueError as error:
        return error


def test_a_report_begins_with_its_number() -> None:
    """It is found in the help like any other."""
    assert bug_report(_caught()).startswith(f"{BUG_NUMBER}  Relief Desk ")


def test_a_bug_is_kept_with_its_place_and_no_words(data_folder: Path) -> None:
    """Where in the program, on which day; not what it was about."""
    note_bug(_caught())
    met = list_met()
    assert [one.number for one in met] == [BUG_NUMBER]
    assert met[0].place.startswith("app.jobs.look")
    assert "MARTINEZ" not in (data_folder / FILE_NAME).read_text()


def test_a_fault_in_a_worker_tells_where_it_was() -> None:
    """Its own report comes over as text: places are taken from it, nothing else."""
    report = bug_report(_caught()) + f"  app.made_up:1 in f, {SECRET}\n{SECRET}\n"
    told = bug_report(WorkerError(report))
    assert "in a worker: app.jobs.look:" in told
    assert "MARTINEZ" not in told


def test_the_last_words_of_python_are_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody's name comes to a log of the system: not from the program, a thread, or an end."""
    for place, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(place, name, getattr(place, name))
    tell_places_only()
    error = _caught()
    sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()
    said = capsys.readouterr().err
    assert said.count(BUG_NUMBER) == 2
    assert "builtins.ValueError" in said
    assert "MARTINEZ" not in said


def _fail() -> None:
    raise ValueError(SECRET)


@pytest.mark.parametrize(
    ("number", "place"),
    [("MARTINEZ", ""), ("E-0412", "Ana Martinez"), ("E-0412", "app.jobs.look"), ("E-04", "")],
)
def test_only_numbers_and_places_can_be_kept(number: str, place: str, data_folder: Path) -> None:
    """Whatever else is given is not written."""
    note_met(number, place)
    assert not (data_folder / FILE_NAME).exists()


def test_what_was_met_is_counted_by_day(data_folder: Path) -> None:
    """The newest day first; a line that somebody changed is left out."""
    (data_folder / FILE_NAME).write_text(
        "2026-11-02 E-0200\n2026-11-02 E-0200\n2026-11-03 E-0300\nAna Martinez\n"
    )
    assert [(one.day, one.number, one.n_times) for one in list_met()] == [
        ("2026-11-03", "E-0300", 1),
        ("2026-11-02", "E-0200", 2),
    ]


def test_the_list_does_not_grow_for_ever(data_folder: Path) -> None:
    """The oldest go when there are many."""
    (data_folder / FILE_NAME).write_text("2026-11-02 E-0200\n" * MOST_LINES * 5)
    note_met("E-0300")
    assert len((data_folder / FILE_NAME).read_text().splitlines()) == MOST_LINES


def test_a_folder_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keeping a number never makes a second problem."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("RELIEF_DESK_DATA", str(blocked))
    note_met("E-0300")
    assert list_met() == []
