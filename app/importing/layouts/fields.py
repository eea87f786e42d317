"""What a column of a list can hold, in the field's own words.

A layout says of each column which field it is. Each field fills one column of the reading;
``sentence`` is what the screen says of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from app.model.reading_columns import READING_INDEX


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``meanings`` are the words its value map may translate to; () is any text."""

    name: str
    title: str
    sentence: str
    column: str  # of the reading
    is_date: bool = False
    is_many: bool = False  # several columns of a list may hold it
    meanings: tuple[str, ...] = ()


LEVELS = MappingProxyType(
    {"felony": "FELONY", "misdemeanor": "MISDEMEANOR", "infraction": "INFRACTION"}
)
EVENTS = MappingProxyType(
    {
        "arrest": "ARREST/DETAINED/CITED",
        "court": "COURT ACTION",
        "jail": "CUSTODY:JAIL",
        "prison": "CUSTODY:PRISON",
        "probation": "PROBATION",
        "registration": "REGISTRATION",
        "applicant": "APPLICANT",
        "deceased": "DECEASED",
    }
)
UNITS = MappingProxyType({"days": "D", "months": "M", "years": "Y"})
UNKNOWN = "unknown"  # in a value map: these words say nothing
DISPOSITIONS = ("convicted", "relieved", "dismissed", "acquitted", "other", UNKNOWN)
YES, NO = "yes", "no"

# fmt: off
FIELDS: tuple[Field, ...] = (
    Field("person_number", "Person number",
          "The number under which this list keeps the person.", "SUBJECT_ID"),
    Field("cii", "CII number", "The state's number of the person, a letter and eight digits.",
          "CII_NUMBER"),
    Field("name", "Name", "The whole name in one cell.", "PRI_NAME"),
    Field("last_name", "Last name", "The last name alone.", "PRI_NAME"),
    Field("first_name", "First name", "The first name alone.", "PRI_NAME"),
    Field("middle_name", "Middle name", "The middle name or its first letter.", "PRI_NAME"),
    Field("suffix", "Suffix of the name", "JR, SR, III and the like.", "PRI_NAME"),
    Field("other_names", "Other names", "Aliases of the person.", "ALIASES", is_many=True),
    Field("birth_date", "Birth date", "The day on which the person was born.", "PRI_DOB",
          is_date=True),
    Field("sex", "Sex", "The sex as the list states it.", "GENDER"),
    Field("race", "Race", "The race or ethnicity as the list states it.", "RACE_DESCR"),
    Field("court", "Court or agency", "The court, or for an arrest the agency.", "STP_ORI_DESCR"),
    Field("county", "County", "The county of the court.", "STP_ORI_CNTY_NAME"),
    Field("case_number", "Case number", "The court's number of the case.", "OFN"),
    Field("event", "Kind of event", "Whether the row is of an arrest, a court action, custody "
          "and so on. Without such a column every row is a court action.", "STP_TYPE_DESCR",
          meanings=(*EVENTS, UNKNOWN)),
    Field("arrest_date", "Arrest date", "The day of the arrest.", "CYC_DATE", is_date=True),
    Field("conviction_date", "Conviction date", "The day of the conviction. All rules about time "
          "count from it.", "STP_EVENT_DATE", is_date=True),
    Field("disposition_date", "Disposition date", "The day of the disposition, where the list has "
          "it beside the conviction date.", "DISP_DATE", is_date=True),
    Field("offense_date", "Offense date", "The day on which the offense was committed.",
          "OFFENSE_DATE", is_date=True),
    Field("count", "Count number", "The number of the count within its case.", "CNT_ORDER"),
    Field("section", "Code section", "The section charged, with or without its code letters: "
          "11357(A) HS.", "OFFENSE_DESCR", is_many=True),
    Field("code", "Code letters", "The code of the section, where it has a column of its own: HS, "
          "PC, VC.", "OFFENSE_DESCR"),
    Field("section_mark", "Marks of one section", "A column for one section: its cells say "
          "whether, or how often, the person was convicted of it.", "OFFENSE_DESCR", is_many=True),
    Field("convicted_section", "Section convicted of", "The section of the conviction, where the "
          "list has it beside the section charged.", "CONV_OFFENSE_DESCR"),
    Field("offense", "Offense in words", "The description of the offense.", "OFFENSE_DESCR"),
    Field("level", "Level", "Felony, misdemeanor or infraction, as convicted.", "CONV_STAT_DESCR",
          meanings=(*LEVELS, UNKNOWN)),
    Field("disposition", "Disposition", "What became of the count. Only words that are known to "
          "mean a conviction count as one.", "DISP_DESCR", meanings=DISPOSITIONS),
    Field("plea", "Plea", "How the person pleaded.", "COMMENT_TEXT"),
    Field("sentence", "Sentence in words", "The sentence in one cell: 3 years probation, 90 days "
          "jail.", "SENTENCE", is_many=True),
    Field("sentence_length", "Sentence length", "The length of a term, in its own column.",
          "SENTENCE", is_many=True),
    Field("sentence_unit", "Unit of the length", "Days, months or years, for the sentence length.",
          "SENTENCE", meanings=tuple(UNITS)),
    Field("sentence_place", "Kind of sentence", "Probation, jail or prison, for the sentence "
          "length.", "SENTENCE"),
    Field("comment", "Comment", "Remarks, kept word for word and searched for relief.",
          "COMMENT_TEXT", is_many=True),
    Field("relief", "Relief granted", "What was dismissed or reduced after the conviction.",
          "COMMENT_TEXT", is_many=True),
    Field("deceased", "Deceased", "Whether the person has died, yes or no or the day.",
          "STP_TYPE_DESCR", meanings=(YES, NO)),
    Field("registration", "Registered under PC 290", "Whether the person has to register, yes or "
          "no.", "STP_TYPE_DESCR", meanings=(YES, NO)),
)
# fmt: on

FIELD = MappingProxyType({one.name: one for one in FIELDS})

CONSTANTS = ("county", "court", "disposition", "level", "event", "code")
"""Fields that may hold for a whole list."""


def find_field(name: str) -> Field | None:
    """A field by name; a column of the state's form is a field too, copied as it stands."""
    if name in READING_INDEX:
        return Field(name, name, f"The state's own column {name}, copied as it stands.", name)
    return FIELD.get(name)


def is_state_column(name: str) -> bool:
    """Whether a field is a column of the state's form, copied without translation."""
    return name in READING_INDEX
