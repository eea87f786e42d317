"""From a draft to the fields and conditions of its templates: values in words.

Dates, lists and counts as they read on a paper. Nothing is decided here, and
nothing is said that the draft does not hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.documents.draft import (
    BulkMotionDraft,
    Court,
    MotionCase,
    MotionCount,
    MotionDraft,
    Office,
    ReliefAsked,
    Review,
    SentenceShown,
    Volume,
)
from app.documents.parties import (
    BLANK_NUMBER,
    county_name,
    defendant_of,
    hearing_fields,
    long_date,
    month_name,
    movant,
    party_fields,
)
from app.documents.texts import FIELDS
from app.model.dates import PartialDate

MAX_CAPTION_ALIASES = 3
BASIS_BLANK = "_" * 30
# The name of a group in a template, what its convictions become, one and several.
_GROUPS: dict[ReliefAsked, tuple[str, str, str]] = {
    ReliefAsked.DISMISS_AND_SEAL: ("dismissed", "", ""),
    ReliefAsked.REDESIGNATE_MISDEMEANOR: ("redesignated", "a misdemeanor", "misdemeanors"),
    ReliefAsked.REDESIGNATE_INFRACTION: ("infractions", "an infraction", "infractions"),
    ReliefAsked.REDESIGNATE_OPEN: (
        "either", "a misdemeanor or an infraction", "misdemeanors or infractions"
    ),
    ReliefAsked.RECALL_AND_DISMISS: ("recalled", "", ""),
    ReliefAsked.RESENTENCE_MISDEMEANOR: ("resentenced", "a misdemeanor", "misdemeanors"),
    ReliefAsked.RESENTENCE_INFRACTION: (
        "resentenced_infractions", "an infraction", "infractions"
    ),
    ReliefAsked.RESENTENCE_OPEN: (
        "resentenced_either", "a misdemeanor or an infraction", "misdemeanors or infractions"
    ),
    ReliefAsked.REDESIGNATE_OR_DISMISS: (
        "redesignated_or_dismissed", "a misdemeanor or an infraction",
        "misdemeanors or infractions"
    ),
    ReliefAsked.RESENTENCE_OR_DISMISS: ("resentenced_or_dismissed", "", ""),
    ReliefAsked.DISMISS_RELATED: ("related", "", ""),
    ReliefAsked.CHALLENGED: ("challenged", "", ""),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """What fills a template."""

    fields: Mapping[str, str]
    conditions: frozenset[str]
    grounds: tuple[str, ...] = field(default=())  # of a bulk motion, with their numbers
    sentences: tuple[str, ...] = field(default=())  # what the record shows of them, likewise


def partial_date(when: PartialDate) -> str:
    """A date of the record as far as it is known: March 1, 1999; March 1999; 1999; not stated."""
    if when.day is not None:
        return long_date(when.day)
    text = str(when)
    if when.is_unknown:
        return "date not stated"
    if len(text) == 7 and when.earliest is not None:
        return f"{month_name(when.earliest)} {when.earliest.year}"
    return text


def short_date(when: PartialDate) -> str:
    """For the schedule: 03/01/1999, 03/1999, 1999, or "not stated"."""
    if when.day is not None:
        return f"{when.day:%m/%d}/{when.day.year}"
    text = str(when)
    if when.is_unknown:
        return "not stated"
    if len(text) == 7:
        return f"{text[5:]}/{text[:4]}"
    return text


def sentence_phrase(reason: str) -> str:
    """A reason fit to stand before a full stop of ours."""
    return reason.strip().rstrip(".").strip()


def listed(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b, and c``."""
    if len(parts) <= 2:
        return " and ".join(parts)
    return ", ".join(parts[:-1]) + ", and " + parts[-1]


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def names_of(case: MotionCase) -> str:
    """The defendant with other names; many other names are left to their own paragraph."""
    if case.aliases and len(case.aliases) <= MAX_CAPTION_ALIASES:
        aliases = "; ".join(map(_tied, case.aliases))
        return f"{_tied(defendant_of(case))}, also known as {aliases},"
    return _tied(defendant_of(case))


def _tied(name: str) -> str:
    """A name of usual length with no-break spaces, so that no initial is left behind."""
    return name.replace(" ", "\u00a0") if len(name) <= 32 else name


def motion_wording(draft: MotionDraft) -> Wording:
    """Fields and conditions of a single motion and its order."""
    case = draft.case
    fields = _common(draft.office, draft.court, draft.review)
    fields |= _shared_reasons(case.counts, draft.review)
    for relief in _GROUPS:
        numbers = _numbers(case.counts, relief)
        fields |= _group(relief, len(numbers), items_in_words(numbers, len(case.counts)))
    fields |= {
        "names": names_of(case),
        "every_name": f"The defendant also appears in the record as {'; '.join(case.aliases)}.",
        "case_numbers": listed(case.case_numbers) or BLANK_NUMBER,
        "conviction": "conviction" if len(case.counts) == 1 else "convictions",
        "is": "is" if len(case.counts) == 1 else "are",
        "birth_date": partial_date(case.born_on) if case.born_on else "",
        "schedule": "the list",
    }
    fields |= party_fields(draft) | hearing_fields(draft.hearing)
    conditions = _conditions(fields, case.counts)
    conditions |= {draft.main.name.lower(), f"{draft.office.files_as.value}_files"}
    if len(case.aliases) > MAX_CAPTION_ALIASES:
        conditions.add("more_names")
    if draft.with_birth_date and case.born_on is not None:
        conditions.add("birth_date")
    return _finished(fields, conditions)


def bulk_wording(draft: BulkMotionDraft, schedule: str) -> Wording:
    """Fields and conditions of a bulk motion; ``schedule``: Exhibit A or Attachment 1."""
    counts = [count for case in draft.cases for count in case.counts]
    fields = _common(draft.office, draft.court, draft.review)
    fields |= _shared_reasons(counts, draft.review) | _volume(draft.volume, len(counts))
    fields |= {
        "schedule": schedule,
        "n_cases": counted(len(draft.cases), "case"),
        "n_convictions": counted(len(counts), "conviction"),
        "conviction": "conviction" if len(counts) == 1 else "convictions",
        "is": _is(len(counts)),
    }
    tally = Counter(count.relief for count in counts)
    for relief in _GROUPS:
        fields |= _group(relief, tally[relief], "")
    conditions = _conditions(fields, counts)
    grounds = _grounds(counts)
    if len(grounds) > 1:
        conditions.add("many_grounds")
    if draft.volume is not None:
        conditions.add("volumes")
    sentences = _sentences(counts, draft.review)
    if sentences and not fields["sentence"]:
        conditions.add("many_sentences")
    return _finished(fields, conditions, grounds, sentences)


def _volume(volume: Volume | None, n_lines: int) -> dict[str, str]:
    if volume is None:
        return {}
    last = volume.first_line + n_lines - 1
    return {
        "volume": volume.words,
        "first_line": f"{volume.first_line:,}",
        "last_line": f"{last:,}",
    }


def _common(office: Office, court: Court, review: Review) -> dict[str, str]:
    return {
        "county": county_name(court.county),
        "movant": movant(office, court),
        "party": office.party or "the People of the State of California",
        "as_of": long_date(review.as_of),
        "policy_title": review.policy_title,
        "policy_version": review.policy_version,
        "run_id": review.run_id,
    }


def _group(relief: ReliefAsked, number: int, items: str) -> dict[str, str]:
    """The fields of the convictions for which the same is asked."""
    name, one, several = _GROUPS[relief]
    return {
        name: items,
        f"{name}_is": _is(number),
        f"{name}_it": "it" if number == 1 else "each",
        f"{name}_a": one if number == 1 else several,
        f"{name}_n": f"the {counted(number, 'conviction')}",
        f"{name}_strike": _STRIKE if number == 1 else _STRIKE_BY_ITEM,
    }


_STRIKE = "strike what does not apply"
_STRIKE_BY_ITEM = f"{_STRIKE}; where items differ, state for each: {'_' * 30}"


def _conditions(fields: Mapping[str, str], counts: Sequence[MotionCount]) -> set[str]:
    under = {count.relief.is_under_the_act for count in counts}
    holds = {
        "under_the_act": under == {True},
        "with_related": under == {True, False},
        "only_related": under == {False},
        "one_ground": bool(fields["ground"]),
        "one_basis": bool(fields["basis"]),
        "one_sentence": bool(fields["sentence"]),
        "one_name": bool(fields["policy_calls_it"]),
        "serving": any(count.sentence is SentenceShown.SERVING for count in counts),
        "run_id": bool(fields["run_id"]),
    }
    asked = {_GROUPS[count.relief][0] for count in counts}
    return {name for name, true in holds.items() if true} | asked


def _finished(
    fields: Mapping[str, str],
    conditions: Iterable[str],
    grounds: tuple[str, ...] = (),
    sentences: tuple[str, ...] = (),
) -> Wording:
    every = dict.fromkeys(FIELDS, "") | dict(fields)
    return Wording(every, frozenset(conditions), grounds, sentences)


def _shared_reasons(counts: Sequence[MotionCount], review: Review) -> dict[str, str]:
    """What all counts share, else "": then the list states it for each.

    Ground, basis, what the record shows of the sentence, and the policy's name of the relief.
    """
    n = len(counts)
    shared = {
        "ground": {sentence_phrase(count.reason) for count in counts},
        "basis": {basis_of(count) for count in counts},
        "sentence": {sentence_shown(count.sentence, review, n) for count in counts},
        "policy_calls_it": {sentence_phrase(count.policy_calls_it) for count in counts},
    }
    return {name: found.pop() if len(found) == 1 else "" for name, found in shared.items()}


def basis_of(count: MotionCount) -> str:
    """The statutory basis; a line for the attorney when the statute is not the act's."""
    if not count.relief.is_under_the_act:
        return BASIS_BLANK
    return sentence_phrase(count.basis)


def sentence_shown(shown: SentenceShown, review: Review, number: int = 1) -> str:
    """What the record shows of the sentences for some convictions, as a clause; "" for nothing."""
    of = "sentence is" if number == 1 else "sentences are"
    if shown is SentenceShown.COMPLETED:
        return f"the {of} completed"
    if shown is SentenceShown.SERVING:
        return (
            f"the {of} still being served; section 11361.8(b) lets the court weigh an "
            "unreasonable risk of danger to public safety"
        )
    if shown is SentenceShown.NONE_RUNNING:
        convictions = "conviction" if number == 1 else "convictions"
        return f"no sentence for the {convictions} runs past {long_date(review.as_of)}"
    return ""


def _sentences(counts: Sequence[MotionCount], review: Review) -> tuple[str, ...]:
    tally = Counter(count.sentence for count in counts)
    return tuple(
        f"for {counted(tally[shown], 'conviction')}, {sentence_shown(shown, review, tally[shown])}"
        for shown in SentenceShown
        if tally[shown] and shown is not SentenceShown.NOT_SAID
    )


def _grounds(counts: Sequence[MotionCount]) -> tuple[str, ...]:
    tally = Counter(sentence_phrase(count.reason) for count in counts)
    return tuple(
        f"{ground or 'no ground stated'} ({counted(number, 'conviction')})"
        for ground, number in sorted(tally.items(), key=lambda entry: (-entry[1], entry[0]))
    )


def _numbers(counts: Sequence[MotionCount], relief: ReliefAsked) -> list[int]:
    return [number for number, count in enumerate(counts, 1) if count.relief is relief]


def items_in_words(numbers: Sequence[int], n_all: int) -> str:
    """``the conviction listed above``; ``the convictions listed as items 1 to 3 and 5``."""
    if len(numbers) == n_all:
        return f"the {'conviction' if n_all == 1 else 'convictions'} listed above"
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    texts: list[str] = []
    for first, last in spans:
        short = range(first, last + 1) if last - first < 2 else ()
        texts += [str(number) for number in short] or [f"{first} to {last}"]
    if len(numbers) == 1:
        return f"the conviction listed as item\u00a0{texts[0]}"
    return f"the convictions listed as items\u00a0{listed(texts)}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def group_name(relief: ReliefAsked) -> str:
    """How templates name the convictions for which this is asked: a field and a condition."""
    return _GROUPS[relief][0]
