"""What a purge does to every table and every text of the workspace.

A test goes through the schema: a table or a column that is not named here fails it, so that none
can be forgotten when the schema grows.
"""

from __future__ import annotations

from enum import Enum


class Text(Enum):
    """What a column of text can hold of somebody, and so what a purge does to it."""

    OWN = "goes with its row, which is one person's or one conviction's"
    WORDS = "people's words: names are struck out wherever they stand"
    ENTRY = "an entry of the record of the work: emptied on account"
    COPY = "the kept copy of a file: rows are cut out of it"
    RECORD = "a person's record: goes with the person, or is made anew"
    SCAN = "a scanned file of a paper: goes with the paper"
    OFFICE = "the office's own: nobody on record is named by it"
    PLAIN = "a code, a day, a hash or a word of the program"


_OWN, _WORDS, _PLAIN, _OFFICE = Text.OWN, Text.WORDS, Text.PLAIN, Text.OFFICE

TEXTS: dict[str, dict[str, Text]] = {
    "_sqlite_migrations": {"migration_set": _PLAIN, "name": _PLAIN, "applied_at": _PLAIN},
    "attachment": {
        "name": _WORDS, "sha256": _PLAIN, "data": Text.SCAN, "who": _OFFICE, "at": _PLAIN,
    },
    "audit": {
        "at": _PLAIN, "who": _OFFICE, "action": _PLAIN, "subject": Text.ENTRY, "old": Text.ENTRY,
        "new": Text.ENTRY, "previous": _PLAIN, "hash": _PLAIN, "salt": _PLAIN,
    },
    "audit_blank": {},
    "backup": {
        "at": _PLAIN, "who": _OFFICE, "cause": _PLAIN, "folder": _OFFICE, "file_name": _OFFICE,
        "sha256": _PLAIN, "counts": _PLAIN, "content": _PLAIN, "audit_hash": _PLAIN,
        "state": _PLAIN, "drilled_at": _PLAIN, "drilled_by": _OFFICE,
    },
    "check_run": {
        "policy_id": _OFFICE, "policy_title": _OFFICE, "policy_version": _OFFICE,
        "policy_sha256": _PLAIN, "policy_text": _OFFICE, "options": _OFFICE, "county": _PLAIN,
        "as_of": _PLAIN, "program_version": _PLAIN, "started_at": _PLAIN, "summary": _PLAIN,
        "result_sha256": _PLAIN,
    },
    "confirmation": {
        "column_name": _PLAIN, "kind": _PLAIN, "text": _OWN, "who": _OFFICE, "at": _PLAIN,
        "note": _WORDS,
    },
    "conflict": {"fact": _PLAIN, "value": _OWN, "other_value": _OWN, "why": _WORDS},
    "conflict_choice": {"fact": _PLAIN, "choice": _PLAIN, "who": _OFFICE, "at": _PLAIN},
    "contact": {
        "role": _PLAIN, "name": _OFFICE, "county": _PLAIN, "address": _OFFICE, "phone": _OFFICE,
        "email": _OFFICE, "note": _OFFICE, "checked_on": _PLAIN, "who": _OFFICE, "at": _PLAIN,
    },
    "conviction": {
        "section": _OWN, "level": _PLAIN, "convicted_on": _OWN, "county": _PLAIN, "court": _OWN,
        "case_number": _OWN,
    },
    "delivery_change": {
        "change": _PLAIN, "cii": _OWN, "name": _OWN, "born": _OWN, "details": _OWN,
    },
    "determination": {
        "outcome": _PLAIN, "reason": _PLAIN, "rule_id": _PLAIN, "also_applies": _PLAIN,
        "missing": _PLAIN, "remedy": _PLAIN, "procedure": _PLAIN,
    },
    "final_call": {"who": _OFFICE, "at": _PLAIN, "why": _WORDS, "result_sha256": _PLAIN},
    "form_blank": {
        "sha256": _PLAIN, "form": _OFFICE, "edition": _OFFICE, "name": _OFFICE, "data": _OFFICE,
        "who": _OFFICE, "at": _PLAIN,
    },
    "form_map": {
        "form": _OFFICE, "edition": _OFFICE, "map": _OFFICE, "who": _OFFICE, "at": _PLAIN,
    },
    "import_batch": {"started_at": _PLAIN, "finished_at": _PLAIN, "program_version": _PLAIN},
    "kept_copy": {"sha256": _PLAIN},
    "late_change": {
        "who": _OFFICE, "at": _PLAIN, "why": _WORDS, "before": _WORDS, "after": _WORDS,
    },
    "mend": {
        "kind": _PLAIN, "column_name": _PLAIN, "seen_column": _PLAIN, "old": _WORDS,
        "new": _WORDS, "who": _OFFICE, "made_at": _PLAIN, "note": _WORDS, "undone_by": _OFFICE,
        "undone_at": _PLAIN,
    },
    "mend_row": {},
    "mended_conviction": {"rests_on": _OWN, "review": _WORDS},
    "note": {"uid": _PLAIN, "words": _WORDS, "who": _OFFICE, "at": _PLAIN},
    "office_user": {"name": _OFFICE, "role": _PLAIN, "added_by": _OFFICE, "added_at": _PLAIN},
    "override_reason": {"code": _OFFICE, "words": _OFFICE},
    "package": {
        "uid": _PLAIN, "kind": _PLAIN, "name": _WORDS, "cut": _WORDS, "made_by": _OFFICE,
        "made_at": _PLAIN, "file_name": _WORDS, "returned_at": _PLAIN, "returned_by": _OFFICE,
        "returned_words": _WORDS,
    },
    "package_case": {"base": _WORDS},
    "package_conflict": {
        "base": _WORDS, "here": _WORDS, "there": _WORDS, "choice": _PLAIN, "who": _OFFICE,
        "at": _PLAIN,
    },
    "paper": {
        "kind": _PLAIN, "case_number": _WORDS, "file_name": _WORDS, "sha256": _PLAIN,
        "made_at": _PLAIN, "court": _OWN, "texts": _OFFICE, "state": _PLAIN, "state_on": _PLAIN,
        "due_on": _PLAIN, "due_what": _WORDS,
    },
    "paper_batch": {
        "what": _WORDS, "folder": _OFFICE, "request": _WORDS, "state": _PLAIN, "who": _OFFICE,
        "started_at": _PLAIN, "finished_at": _PLAIN,
    },
    "paper_case": {},
    "paper_event": {
        "state": _PLAIN, "on_day": _PLAIN, "words": _WORDS, "who": _OFFICE, "at": _PLAIN,
    },
    "paper_text": {
        "name": _OFFICE, "version": _OFFICE, "text": _OFFICE, "who": _OFFICE, "at": _PLAIN,
    },
    "past_conviction": {"facts": _OWN, "review": _WORDS},
    "person": {
        "cii": _OWN, "name": _OWN, "sex": _OWN, "race": _OWN, "born": _OWN, "record": Text.RECORD,
    },
    "person_flag": {"flags": _PLAIN, "aliases": _OWN},
    "person_match": {
        "strength": _PLAIN, "reasons": _WORDS, "state": _PLAIN, "who": _OFFICE, "at": _PLAIN,
    },
    "person_merge": {
        "cii": _OWN, "name": _OWN, "born": _OWN, "subjects": _OWN, "papers": _PLAIN,
        "who": _OFFICE, "at": _PLAIN,
    },
    "person_rows": {},
    "purge": {"at": _PLAIN, "who": _OFFICE, "why": _WORDS, "certificate": _PLAIN},
    "purged_row": {},
    "question": {
        "words": _WORDS, "who": _OFFICE, "at": _PLAIN, "answer": _WORDS, "answered_by": _OFFICE,
        "answered_at": _PLAIN,
    },
    "reading_chunk": {"role": _PLAIN, "data": Text.COPY},
    "retention_hold": {"why": _WORDS, "who": _OFFICE, "at": _PLAIN},
    "retention_number": {},
    "review": {
        "decision": _PLAIN, "outcome": _PLAIN, "outcome_reason": _PLAIN, "seen": _PLAIN,
        "new_outcome": _PLAIN, "new_remedy": _PLAIN, "new_procedure": _PLAIN,
        "reason_code": _OFFICE, "words": _WORDS, "remind_on": _PLAIN, "reviewer": _OFFICE,
        "decided_at": _PLAIN, "stale": _WORDS, "stale_by": _PLAIN, "approver": _OFFICE,
        "approved_at": _PLAIN,
    },
    "review_change": {"part": _PLAIN, "before": _WORDS, "after": _WORDS},
    "review_step": {"who": _OFFICE, "at": _PLAIN, "what": _WORDS, "state": _PLAIN},
    "row_issue": {
        "column_name": _PLAIN, "text": _WORDS, "kind": _PLAIN, "reason": _WORDS, "done": _WORDS,
        "advice": _WORDS,
    },
    "sample": {
        "filter": _WORDS, "filter_words": _WORDS, "seed": _PLAIN, "cases": _PLAIN,
        "drawn_by": _OFFICE, "drawn_at": _PLAIN, "state": _PLAIN, "ended_by": _OFFICE,
        "ended_at": _PLAIN, "ended_words": _WORDS,
    },
    "sample_case": {"verdict": _PLAIN, "words": _WORDS, "who": _OFFICE, "at": _PLAIN},
    "saved_filter": {
        "name": _WORDS, "filter": _WORDS, "sort": _PLAIN, "who": _OFFICE, "at": _PLAIN,
    },
    "sealed": {
        "facts": _OWN, "answer": _PLAIN, "review": _WORDS, "doubts": _OWN, "ordered_on": _PLAIN,
        "why": _WORDS, "who": _OFFICE, "at": _PLAIN, "mark": _PLAIN,
    },
    "sealed_row": {},
    "setting": {"name": _PLAIN, "value": _OFFICE},
    "sign_off": {
        "who": _OFFICE, "at": _PLAIN, "words": _WORDS, "sha256": _PLAIN, "lifted_by": _OFFICE,
        "lifted_at": _PLAIN, "lifted_why": _WORDS,
    },
    "source": {
        "name": _WORDS, "sha256": _PLAIN, "encoding": _PLAIN, "line_mark": _PLAIN,
        "layout": _OFFICE, "kind": _PLAIN, "origin": _WORDS,
    },
    "source_chunk": {"data": Text.COPY},
    "subject": {"subject": _OWN},
    "tombstone": {"mark": _PLAIN, "what": _PLAIN},
    "user_key": {"name": _OFFICE, "slot": _PLAIN, "set_by": _OFFICE, "set_at": _PLAIN},
}  # fmt: skip

_GONE = "(SELECT id FROM temp.gone_person)"
_CASE = "(SELECT id FROM temp.gone_conviction)"
_PAPER = "(SELECT id FROM temp.gone_paper)"
_AT = "(source_id, row) IN (SELECT source_id, row FROM temp.gone_row)"
_OTHER_AT = "(other_source_id, other_row) IN (SELECT source_id, row FROM temp.gone_row)"

# Everything that is one person's, one conviction's, one row's or one paper's, in the order that
# references ask for. ``temp.gone_*`` name what goes.
DELETIONS = (
    f"DELETE FROM determination WHERE conviction_id IN {_CASE}",
    f"DELETE FROM review WHERE conviction_id IN {_CASE}",
    f"DELETE FROM question WHERE conviction_id IN {_CASE}",
    f"DELETE FROM note WHERE conviction_id IN {_CASE}",
    f"DELETE FROM review_change WHERE conviction_id IN {_CASE}",
    "DELETE FROM review_step WHERE id NOT IN (SELECT step_id FROM review_change)",
    f"DELETE FROM late_change WHERE conviction_id IN {_CASE}",
    f"DELETE FROM sample_case WHERE conviction_id IN {_CASE}",
    f"DELETE FROM package_conflict WHERE conviction_id IN {_CASE}",
    f"DELETE FROM package_case WHERE conviction_id IN {_CASE}",
    f"DELETE FROM paper_case WHERE conviction_id IN {_CASE} OR paper_id IN {_PAPER}",
    f"DELETE FROM paper_event WHERE paper_id IN {_PAPER}",
    f"DELETE FROM attachment WHERE paper_id IN {_PAPER}",
    f"DELETE FROM paper WHERE id IN {_PAPER}",
    f"UPDATE paper SET person_id = NULL WHERE person_id IN {_GONE}",
    f"DELETE FROM sealed WHERE conviction_id IN {_CASE}",
    f"DELETE FROM sealed_row WHERE conviction_id IN {_CASE} OR {_AT}",
    f"DELETE FROM past_conviction WHERE conviction_id IN {_CASE} OR {_AT}",
    f"DELETE FROM mended_conviction WHERE conviction_id IN {_CASE} OR {_AT}",
    f"DELETE FROM conflict WHERE person_id IN {_GONE} OR {_AT} OR {_OTHER_AT}",
    f"DELETE FROM conflict_choice WHERE {_AT} OR {_OTHER_AT}",
    f"DELETE FROM confirmation WHERE {_AT}",
    f"DELETE FROM row_issue WHERE person_id IN {_GONE} OR {_AT}",
    f"DELETE FROM mend_row WHERE {_AT}",
    "DELETE FROM mend WHERE id NOT IN (SELECT mend_id FROM mend_row)",
    "UPDATE mend SET n_rows = (SELECT count(*) FROM mend_row r WHERE r.mend_id = mend.id)",
    f"DELETE FROM conviction WHERE id IN {_CASE}",
    f"DELETE FROM person_flag WHERE person_id IN {_GONE}",
    f"DELETE FROM person_rows WHERE person_id IN {_GONE}",
    f"DELETE FROM subject WHERE person_id IN {_GONE}",
    f"DELETE FROM person_match WHERE low IN {_GONE} OR high IN {_GONE}",
    f"DELETE FROM person_merge WHERE gone_id IN {_GONE} OR kept_id IN {_GONE}",
    (
        f"DELETE FROM delivery_change WHERE person_id IN {_GONE} "
        "OR person_id IN (SELECT id FROM temp.changed_person)"
    ),
    f"DELETE FROM retention_hold WHERE person_id IN {_GONE}",
    f"DELETE FROM person WHERE id IN {_GONE}",
    (
        "UPDATE source SET n_quarantined = (SELECT count(*) FROM row_issue i "
        "WHERE i.source_id = source.id AND i.is_quarantined = 1 AND i.is_mended = 0)"
    ),
)


def columns_of(*kinds: Text) -> list[tuple[str, str]]:
    """(table, column) of the texts of some kinds."""
    return [
        (table, column)
        for table, columns in TEXTS.items()
        for column, kind in columns.items()
        if kind in kinds
    ]
