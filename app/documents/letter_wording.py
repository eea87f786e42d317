"""From a letter's draft to the fields and conditions of its text, in English and Spanish.

Nothing is decided here, and nothing is said that the draft does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.documents.draft import MotionCase, MotionCount, ReliefAsked
from app.documents.letter_draft import ENGLISH, SPANISH, LetterDraft
from app.documents.parties import county_name, long_date
from app.documents.wording import group_name, partial_date
from app.model.dates import PartialDate
from app.model.record import Level

_MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)  # fmt: skip
_NIVELES = {
    Level.FELONY: "delito grave",
    Level.MISDEMEANOR: "delito menor",
    Level.INFRACTION: "infracción",
    Level.UNKNOWN: "nivel no indicado",
}
_CODIGOS = {
    "Business and Professions Code": "Código de Negocios y Profesiones",
    "Health and Safety Code": "Código de Salud y Seguridad",
    "Penal Code": "Código Penal",
    "Vehicle Code": "Código de Vehículos",
    "Welfare and Institutions Code": "Código de Bienestar e Instituciones",
}
_SECTION = re.compile(rf"({'|'.join(_CODIGOS)}) (sections?) ([0-9][\w.()]*(?: and [0-9][\w.()]*)?)")
_INCOMPLETE = (("(attempt)", "(tentativa)"), ("(conspiracy)", "(conspiración)"))
_DATE_WORDS = (
    ("on or before", "a más tardar el"), ("on or after", "el o después del"),
    ("between", "entre el"), (" and ", " y el "),
)  # fmt: skip
_SEALING = {ReliefAsked.DISMISS_AND_SEAL, ReliefAsked.REDESIGNATE_OR_DISMISS}
_REDUCING = {
    ReliefAsked.REDESIGNATE_MISDEMEANOR, ReliefAsked.REDESIGNATE_INFRACTION,
    ReliefAsked.REDESIGNATE_OPEN, ReliefAsked.REDESIGNATE_OR_DISMISS,
}  # fmt: skip
_SERVING = {
    ReliefAsked.RECALL_AND_DISMISS, ReliefAsked.RESENTENCE_MISDEMEANOR,
    ReliefAsked.RESENTENCE_INFRACTION, ReliefAsked.RESENTENCE_OPEN,
    ReliefAsked.RESENTENCE_OR_DISMISS,
}  # fmt: skip
_NO_NUMBER = {
    ENGLISH: "A case without a number in our data",
    SPANISH: "Caso sin número en nuestros datos",
}
_ALWAYS = frozenset({"about_immigration", "about_firearms", "about_licenses"})


@dataclass(frozen=True, slots=True)
class LetterWording:
    """What fills a letter's text; ``rows`` are the fields of each conviction."""

    fields: Mapping[str, str]
    conditions: frozenset[str]
    rows: tuple[tuple[str, Mapping[str, str]], ...]  # name of what is asked, its fields


def letter_wording(draft: LetterDraft, language: str) -> LetterWording:
    """Fields and conditions of one letter in one language."""
    office, n = draft.office, draft.n_convictions
    fields = {
        "name": draft.name,
        "convictions": _counted(n, language),
        "office": office.name or office.kind,
        "office_telephone": office.telephone,
        "county": county_name(draft.county),
        "defender": draft.defender,
        "as_of": _long(draft.as_of, language),
    }
    counts = [(case, count) for case in draft.cases for count in case.counts]
    asked = {count.relief for _, count in counts}
    holds = {
        "may_seal": bool(asked & _SEALING),
        "may_reduce": bool(asked & _REDUCING),
        "serving": bool(asked & _SERVING),
        "office_telephone": bool(office.telephone),
        "no_office_telephone": not office.telephone,
        "defender": bool(draft.defender),
        "no_defender": not draft.defender,
        "one": n == 1,
        "several": n > 1,
    }
    rows = tuple((group_name(count.relief), _row(case, count, language)) for case, count in counts)
    conditions = {name for name, true in holds.items() if true} | {name for name, _ in rows}
    return LetterWording(fields, _ALWAYS | conditions, rows)


def letter_date(draft: LetterDraft, language: str) -> str:
    """The day of the letter in words."""
    return _long(draft.dated, language)


def _counted(n: int, language: str) -> str:
    if language == SPANISH:
        return "1 condena" if n == 1 else f"{n:,} condenas"
    return "1 conviction" if n == 1 else f"{n:,} convictions"


def _row(case: MotionCase, count: MotionCount, language: str) -> dict[str, str]:
    is_english = language == ENGLISH
    section = count.section_name or count.section_text or ""
    return {
        "case": _case(case, count, language),
        "section": section if is_english else spanish_section(section),
        "level": _level(count.level) if is_english else _NIVELES[count.level],
        "convicted_on": _when(count.convicted_on, language),
        "court": case.branch,
    }


def _level(level: Level) -> str:
    return "level not stated" if level is Level.UNKNOWN else level.value


def _case(case: MotionCase, count: MotionCount, language: str) -> str:
    numbers = (count.case_number,) if count.case_number else case.case_numbers
    if not numbers:
        return _NO_NUMBER[language]
    word = "Case" if language == ENGLISH else "Caso"
    return f"{word}{'s' * (len(numbers) > 1)} {', '.join(numbers)}"


def spanish_section(name: str) -> str:
    """``Health and Safety Code section 11359`` -> ``sección 11359 del Código de Salud y …``.

    A section without the name of a code stays as the record has it.
    """
    spanish, n = _SECTION.subn(_spanish, name)
    if not n:
        return name
    return _replaced(spanish.replace(" and sección", " y sección"), _INCOMPLETE)


def _spanish(found: re.Match[str]) -> str:
    word = "secciones" if found[2] == "sections" else "sección"
    return f"{word} {found[3].replace(' and ', ' y ')} del {_CODIGOS[found[1]]}"


def _long(day: date, language: str) -> str:
    if language == SPANISH:
        return f"{day.day}\u00a0de\u00a0{_MESES[day.month - 1]} de\u00a0{day.year}"
    return long_date(day)


def _when(when: PartialDate, language: str) -> str:
    """A date of the record as far as it is known."""
    if language == ENGLISH:
        return "a day that our data does not show" if when.is_unknown else partial_date(when)
    if when.is_unknown:
        return "un día que nuestros datos no indican"
    if when.day is not None:
        return _long(when.day, SPANISH)
    text = str(when)
    if len(text) == 7 and when.earliest is not None:
        return f"{_MESES[when.earliest.month - 1]} de {when.earliest.year}"
    return _replaced(text, _DATE_WORDS)


def _replaced(text: str, words: Iterable[tuple[str, str]]) -> str:
    for english, spanish in words:
        text = text.replace(english, spanish)
    return text
