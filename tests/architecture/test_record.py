"""Whatever changes a workspace, or gives something of it out, leaves an entry in the record."""

from __future__ import annotations

import ast

from tests.architecture.job_calls import RECORDS, ROOT, called_on, functions, reaching, writes

# Functions others can call that write and leave no entry, and why that is right.
PARTS = "a part of a job that leaves the entry"
EXCEPTIONS = {
    ("app.jobs.export_workbook", "write_results_workbook"): PARTS,
    ("app.jobs.fill_forms", "publish"): PARTS,
    ("app.jobs.fill_forms", "put"): PARTS,
    ("app.jobs.letter_press", "print_all"): PARTS,
    ("app.jobs.lists", "write"): PARTS,
    ("app.jobs.overrides", "add_register"): PARTS,
    ("app.jobs.papers.folder", "put_aside"): PARTS,
    ("app.jobs.papers.folder", "put_earlier_aside"): PARTS,
    ("app.jobs.papers.folder", "write"): PARTS,
    ("app.jobs.papers.folder", "write_manifest"): PARTS,
    ("app.jobs.backup.make", "copy_keys"): PARTS,
    ("app.jobs.backup.copied", "copied"): PARTS,
    ("app.jobs.backup.receipt", "save_pdf"): "a receipt: counts and hashes of a backup on record",
    ("app.jobs.backup.receipt", "save_text"): PARTS,
    ("app.jobs.retention.certificate", "save_certificate"): "it tells of nobody, and is on record",
    ("app.jobs.retention.destroy", "erase"): "the workspace is gone, with its record",
    ("app.jobs.updates", "install"): "of this computer; its own history tells",
    ("app.jobs.updates", "trust_key"): "of this computer; its own history tells",
    ("app.jobs.policy_sheet", "write_whole"): PARTS,
    ("app.jobs.write_pieces", "write_piece"): PARTS,
    ("app.jobs.import_files", "compare_delivery"): "what it tries is taken back",
    ("app.jobs.run_all", "temporary_workspace"): "a workspace that goes again",
}
# Files that the window and the terminal write themselves: none of them holds a record.
OF_NOBODY = {
    "app/cli/forms_commands.py": "the map of a form's fields",
    "app/cli/layout_commands.py": "a layout",
    "app/cli/policy_show.py": "a policy",
    "app/cli/policy_sign.py": "a policy",
    "app/cli/texts_commands.py": "the words of a paper",
    "ui/mapping/dialog.py": "a layout",
    "ui/policy/adding.py": "a policy that is added to this computer's shelf",
    "ui/policy/sheets.py": "a policy",
    "ui/help/window.py": "a page of the help",
    "ui/preferences.py": "preferences of this computer",
}


def test_every_job_that_writes_leaves_an_entry() -> None:
    """In the workspace or in files, by itself or by what it calls; the rest is listed above."""
    written = reaching({place for place, one in functions().items() if one.is_writer})
    silent = {
        (module, name)
        for module, name in written - reaching(set(RECORDS))
        if module.startswith("app.jobs") and not name.startswith("_")
    }
    assert silent == set(EXCEPTIONS)
    assert len(written) > 90


def test_nothing_of_a_workspace_is_written_elsewhere() -> None:
    """The window and the terminal have jobs write what holds somebody's record."""
    found = set()
    for folder in ("app/cli", "ui"):
        for path in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
            if any(map(writes, calls)):
                found.add(path.relative_to(ROOT).as_posix())
    assert found == set(OF_NOBODY)


def test_every_action_has_a_group_of_its_own() -> None:
    """What jobs record is found by a filter that says what it is, not among the others."""
    from app.jobs.record_words import group_of

    told = set()
    for path in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called_on(node) == "audit.append":
                told |= {
                    str(one.value.value)
                    for one in node.keywords
                    if one.arg == "action" and isinstance(one.value, ast.Constant)
                }
    assert len(told) > 25
    assert [action for action in sorted(told) if group_of(action) == "other"] == []
