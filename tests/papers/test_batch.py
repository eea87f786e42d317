"""A batch of papers: whole or not there, gone on with at any paper, nothing overwritten."""

from __future__ import annotations

import csv
import errno
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app import durable
from app.cli.main import main
from app.errors import Cancelled, InputError
from app.jobs.check_eligibility import CheckRequest, check_eligibility
from app.jobs.draft_papers import PapersSummary, draft_papers, resume_papers
from app.jobs.formats import BULK, MOTIONS
from app.jobs.papers import press
from app.jobs.papers.folder import EARLIER_FOLDER, MANIFEST, PaperFolder
from app.jobs.progress import Silent
from app.jobs.workers import Workers
from app.paths import resources
from app.rules.catalog import load_by_id
from app.rules.policy import settle_options
from app.scratch import PREFIX
from app.store import batches, papers
from app.store.batches import DONE, STOPPED
from app.store.reviews import PARKED
from app.store.workspace import Workspace, open_workspace
from tests.cli.terminal_user import ROOT, VARIABLE, files_in
from tests.papers.conftest import AS_OF, COUNTY, OFFICE, PASSPHRASE, Asked
from tests.store.made_reviews import reviewed

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and limits")


class Stops:
    """Asks to stop at the step after so many papers."""

    def __init__(self, after: int) -> None:
        self.after = after

    def step(self, done: int, _total: int, _label: str) -> None:
        if done >= self.after:
            raise Cancelled


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small portions, so that a small county has many."""
    monkeypatch.setattr(press, "CASES_A_TASK", 3)


def registered(workspace: Workspace, batch_id: int) -> dict[str, str]:
    made = papers.list_made(workspace, batch_id)
    return {name: one.sha256 for name, one in made.items()}


def undisturbed(store: Workspace, asked: Asked, workers: Workers, **changes: object) -> dict[
    str, bytes
]:  # fmt: skip
    folder = store.path.parent / "undisturbed"
    request = asked(folder=folder, **changes)
    draft_papers(store, request, Silent(), who="x", workers=workers)
    return files_in(folder)


def test_every_paper_is_in_the_register_as_it_lies_there(
    store: Workspace, asked: Asked, workers: Workers
) -> None:
    """Name, hash, pages, case, person, court, convictions and texts of each; the batch is done."""
    made = draft_papers(store, asked(), Silent(), who="A. Clerk", workers=workers)
    batch = batches.find_batch(store, made.batch_id)
    assert batch is not None
    assert (batch.state, batch.n_papers, batch.n_done) == (DONE, 12, 12 - len(_unmade(made)))
    place = PaperFolder(made.files[-1].parent)
    found = registered(store, made.batch_id)
    assert len(found) == made.n_motions == batch.n_done
    assert all(place.hash_of(name) == digest for name, digest in found.items())
    newest = papers.list_papers(store, limit=1)[0]
    assert newest.case_number
    assert newest.person_id
    assert newest.court
    assert newest.texts.startswith("motion ")
    assert papers.count_convictions(store, made.batch_id) == made.n_counts >= made.n_motions


def _unmade(made: PapersSummary) -> list[str]:
    return [sentence for sentence in made.left_out if "font" in sentence]


def test_a_stopped_batch_is_gone_on_with(store: Workspace, asked: Asked, workers: Workers) -> None:
    """What was made stays and is listed; the rest comes with the same names and bytes."""
    whole = undisturbed(store, asked, workers)
    request = asked()
    with pytest.raises(Cancelled):
        draft_papers(store, request, Stops(4), who="x", workers=workers)
    batch = batches.list_batches(store)[0]
    assert batch.state == STOPPED
    assert 0 < batch.n_done < batch.n_papers
    there = files_in(request.folder)
    assert len(there) == batch.n_done + 1
    with (request.folder / MANIFEST).open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == batch.n_done
    made = resume_papers(store, Silent(), who="x", workers=workers)
    assert made.n_kept == batch.n_done
    assert made.batch_id == batch.id
    assert files_in(request.folder) == whole


def test_a_finished_batch_made_again_gives_the_same_bytes(
    store: Workspace, asked: Asked, workers: Workers
) -> None:
    """Resumed when nothing is missing: nothing is made, nothing changes."""
    made = draft_papers(store, asked(), Silent(), who="x", workers=workers)
    before = files_in(made.files[-1].parent)
    again = resume_papers(store, Silent(), who="x", workers=workers)
    assert again.n_kept == made.n_motions
    assert files_in(made.files[-1].parent) == before
    assert undisturbed(store, asked, workers) == before


_KILLER = """
import os, signal, sys
from app import durable
from app.jobs.papers import press
press.CASES_A_TASK = 3
place, moment = int(sys.argv[1]), sys.argv[2]
write, put_all, n = durable._write, durable.put_all, [0]
def half(part, data):
    n[0] += 1
    if n[0] == place and moment == "before":
        part.write_bytes(data[:100])
        os.kill(os.getpid(), signal.SIGKILL)
    write(part, data)
def put(files):
    put_all(files)
    if n[0] >= place:
        os.kill(os.getpid(), signal.SIGKILL)
durable._write, durable.put_all = half, put
from app.cli.main import main
sys.exit(main(sys.argv[3:]))
"""


@posix_only
@pytest.mark.parametrize(
    ("place", "moment"), [(1, "before"), (2, "after"), (5, "before"), (9, "after")]
)
def test_a_killed_batch_is_gone_on_with(
    own_file: Path, tmp_path: Path, asked: Asked, workers: Workers, place: int, moment: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """SIGKILL while a paper is written, or before it is entered: the same files in the end."""
    out = tmp_path / "papers"
    arguments = ["papers", str(own_file), "--out", str(out), "--limit", "12", "--kinds", "motions",
                 "--paper-date", "2026-11-02"]  # fmt: skip
    killed = subprocess.run(
        [sys.executable, "-c", _KILLER, str(place), moment, *arguments], cwd=ROOT,
        env={**os.environ, VARIABLE: PASSPHRASE}, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    assert main(["papers", str(own_file), "--resume"]) == 0
    resumed = files_in(out)
    assert not any(name.startswith(PREFIX) for name in resumed)
    with open_workspace(own_file, PASSPHRASE) as store:
        whole = undisturbed(store, asked, workers, office=replace(OFFICE, **_blank()))
        assert resumed == whole
        batch = batches.find_batch(store, 1)
        assert batch is not None
        assert batch.state == DONE
        found = registered(store, 1)
        place_of = PaperFolder(out)
        assert all(place_of.hash_of(name) == digest for name, digest in found.items())
        assert len(found) == len(resumed) - 1


def _blank() -> dict[str, object]:
    """The letterhead of a workspace in which nobody entered one."""
    names = ("name", "attorney_name", "bar_number", "telephone", "fax", "email")
    return {**dict.fromkeys(names, ""), "address": ()}


@posix_only
def test_a_full_disk_leaves_whole_papers_and_a_sentence(
    store: Workspace, asked: Asked, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write fails in the middle of the fifth paper: the four before it, which are entered, are
    whole, and nothing else is there; then the rest is made."""
    whole = undisturbed(store, asked, workers)
    monkeypatch.setattr(press, "CASES_A_TASK", 2)
    write, written = durable._write, []

    def limited(part: Path, data: bytes) -> None:
        written.append(part)
        if len(written) != 5:
            write(part, data)
            return
        resource = pytest.importorskip("resource")
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(data) // 2, before[1]))
        try:
            write(part, data)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    monkeypatch.setattr(durable, "_write", limited)
    request = asked()
    with pytest.raises(InputError) as stopped:
        draft_papers(store, request, Silent(), who="x", workers=workers)
    assert os.strerror(errno.EFBIG) in stopped.value.message
    assert "Nothing unfinished was kept" in stopped.value.message
    there = files_in(request.folder)
    assert len(there) == 4
    assert all(whole[name] == data for name, data in there.items())
    assert batches.list_batches(store)[0].state == STOPPED
    monkeypatch.setattr(durable, "_write", write)
    resume_papers(store, Silent(), who="x", workers=workers)
    assert files_in(request.folder) == whole


@posix_only
def test_a_really_full_disk(
    store: Workspace, asked: Asked, workers: Workers, tmp_path: Path
) -> None:
    """A small file system that takes a few papers: a sentence, whole papers, and the rest when
    there is room elsewhere."""
    small = tmp_path / "small"
    small.mkdir()
    mount = shutil.which("mount")
    mounted = (
        mount is not None
        and not subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=160k", "tmpfs", small],
            capture_output=True,
            check=False,
        ).returncode
    )
    if not mounted:
        pytest.skip("no small file system can be made here")
    try:
        request = asked(folder=small)
        with pytest.raises(InputError, match="No space left on device"):
            draft_papers(store, request, Silent(), who="x", workers=workers)
        there = files_in(small)
        assert 0 < len(there) < 12
        assert all(name.endswith(".pdf") for name in there)
        room = tmp_path / "room"
        shutil.copytree(small, room)
        made = resume_papers(store, Silent(), who="x", workers=workers, folder=room)
        assert made.n_kept > 0
        assert {name: data for name, data in files_in(room).items() if name in there} == there
    finally:
        subprocess.run(["umount", small], check=True)


def test_a_paper_that_was_changed_or_removed_is_made_again(
    store: Workspace, asked: Asked, workers: Workers
) -> None:
    """What somebody wrote into a paper is put aside and told, not lost; the paper is as before."""
    made = draft_papers(store, asked(), Silent(), who="x", workers=workers)
    folder = made.files[-1].parent
    before = files_in(folder)
    first, second = made.files[:2]
    first.write_bytes(b"%PDF-1.4 notes of a clerk")
    second.unlink()
    again = resume_papers(store, Silent(), who="x", workers=workers)
    assert again.n_kept == made.n_motions - 2
    assert any(f"{first.name} was changed after it was made" in one for one in again.left_out)
    after = files_in(folder)
    aside = after.pop(f"{EARLIER_FOLDER}/motions/{first.name}")
    assert aside == b"%PDF-1.4 notes of a clerk"
    assert after == before


def test_a_case_decided_meanwhile_gets_no_paper(
    store: Workspace, asked: Asked, workers: Workers
) -> None:
    """Parked between stop and resume: it is named and not made."""
    request = asked()
    with pytest.raises(Cancelled):
        draft_papers(store, request, Stops(3), who="x", workers=workers)
    row = papers.list_relief(store)
    last = next(one for one in reversed(row[:12]) if one.case_number)
    reviewed(store, last.conviction_id, PARKED, who="A. Clerk")
    made = resume_papers(store, Silent(), who="x", workers=workers)
    assert any("decided or read otherwise since" in sentence for sentence in made.left_out)
    assert not any(last.case_number.split("; ")[0] in path.name for path in made.files)


def test_another_check_ends_a_batch(store: Workspace, asked: Asked, workers: Workers) -> None:
    """Its answers count no more: the batch is not gone on with, and says why."""
    with pytest.raises(Cancelled):
        draft_papers(store, asked(), Stops(3), who="x", workers=workers)
    policy = load_by_id("us-ca/los-angeles")
    request = CheckRequest(policy, settle_options(policy, {}), COUNTY, AS_OF)
    check_eligibility(store, request, Silent(), who="x", workers=workers)
    with pytest.raises(InputError, match="Another check was made"):
        resume_papers(store, Silent(), who="x", workers=workers)


def test_other_words_end_a_batch(store: Workspace, asked: Asked, workers: Workers) -> None:
    """Papers of one batch are alike: once the office has words of its own, it begins anew."""
    with pytest.raises(Cancelled):
        draft_papers(store, asked(), Stops(3), who="x", workers=workers)
    store.connection.execute(
        "INSERT INTO paper_text VALUES ('motion', '2', ?, 'x', '2026-11-02')",
        ((resources() / "papers" / "motion.toml").read_text("utf-8") + "\n# ours\n",),
    )
    with pytest.raises(InputError, match="words of these papers were changed"):
        resume_papers(store, Silent(), who="x", workers=workers)


def test_nothing_to_resume(store: Workspace) -> None:
    """Before the first batch there is a sentence."""
    with pytest.raises(InputError, match="No papers were made yet"):
        resume_papers(store, Silent(), who="x")


def test_two_files_of_one_name_never_overwrite_each_other(tmp_path: Path) -> None:
    """Another content under the name is refused; what is put aside twice gets two names."""
    place = PaperFolder(tmp_path)
    place.write([("motions/00001 CR1.pdf", b"%PDF one")])
    assert place.write([("motions/00001 CR1.pdf", b"%PDF one")])
    with pytest.raises(InputError, match="nothing was overwritten"):
        place.write([("motions/00001 CR1.pdf", b"%PDF two")])
    place.put_aside("motions/00001 CR1.pdf")
    place.write([("motions/00001 CR1.pdf", b"%PDF two")])
    place.put_aside("motions/00001 CR1.pdf")
    assert files_in(tmp_path / EARLIER_FOLDER) == {
        "motions/00001 CR1.pdf": b"%PDF one", "motions/00001 CR1 (2).pdf": b"%PDF two",
    }  # fmt: skip


def test_a_manifest_that_was_tampered_with_leads_nowhere(tmp_path: Path) -> None:
    """Lines that name files outside of the folder, or none of ours, are not carried on."""
    outside = tmp_path / "private.pdf"
    outside.write_bytes(b"%PDF")
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / MANIFEST).write_text(
        "File,Paper,Case number,Defendant,Pages,SHA-256\n../private.pdf,motion,1,X,1,0\n"
        "motions/../../private.pdf,motion,1,X,1,0\n",
        encoding="utf-8-sig",
    )
    place = PaperFolder(folder)
    assert place.listed() == []
    place.put_earlier_aside({MOTIONS, BULK})
    assert outside.is_file()


def test_a_newer_draft_takes_the_place_of_an_older_one(
    store: Workspace, asked: Asked, workers: Workers
) -> None:
    """In the register it says by which; the files of the older one lie among the earlier drafts."""
    kinds = frozenset({MOTIONS, BULK})
    first = draft_papers(store, asked(kinds=kinds), Silent(), who="x", workers=workers)
    n_first = papers.count_papers(store)
    second = draft_papers(store, asked(kinds=kinds, limit=5), Silent(), who="x", workers=workers)
    assert papers.count_papers(store) == n_first  # five motions for five, a bulk motion for one
    replaced = store.connection.execute(
        "SELECT old.kind, old.case_number = new.case_number FROM paper old "
        "JOIN paper new ON new.id = old.replaced_by WHERE new.batch_id = ?",
        (second.batch_id,),
    ).fetchall()
    assert sorted(replaced) == [("bulk motion", 1), *[("motion", 1)] * second.n_motions]
    assert len(second.files) < len(first.files)
    names = files_in(first.files[-1].parent)
    assert sum(name.startswith(f"{EARLIER_FOLDER}/motions/") for name in names) == first.n_motions
    with (first.files[-1].parent / MANIFEST).open(encoding="utf-8-sig", newline="") as file:
        listed = {row["File"] for row in csv.DictReader(file)}
    assert listed == {name for name in names if name.endswith(".pdf") and "Earlier" not in name}


def test_the_bulk_motion_stays_when_only_motions_are_drafted_again(
    store: Workspace, asked: Asked, workers: Workers
) -> None:
    """Its file and its line in the manifest stay."""
    draft_papers(store, asked(kinds=frozenset({BULK})), Silent(), who="x", workers=workers)
    made = draft_papers(store, asked(), Silent(), who="x", workers=workers)
    with (made.files[-1].parent / MANIFEST).open(encoding="utf-8-sig", newline="") as file:
        kinds = [row["Paper"] for row in csv.DictReader(file)]
    assert kinds.count("bulk motion") == 1
    assert kinds.count("motion") == made.n_motions
