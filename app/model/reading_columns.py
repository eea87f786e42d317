"""The columns of a reading: what the state's file has, and what only other sources have.

A file that is not the state's (a court list, a workbook, a rap sheet) is read into rows of the
state's form, one for each count, its *reading*. Everything behind works on that one form. The
columns after the state's 95 hold what those cannot.
"""

from types import MappingProxyType

from app.model.doj_columns import DOJ_COLUMNS

# YYYYMMDD, YYYYMM00 or YYYY0000: the day of the offense, which the state's file lacks.
OFFENSE_DATE = "OFFENSE_DATE"
# Further names of the person, joined with AND_MORE.
ALIASES = "ALIASES"
# The terms of a sentence stated in one cell or line, joined with AND_MORE, each "12 M PROBATION",
# "45 D JAIL", "0 D FINE", or "? JAIL" for a term whose length is not known. When filled, it
# stands for SENT_LOC_DESCR, SENT_LENGTH and SENT_TIME_CODE.
SENTENCE = "SENTENCE"
# Names of what the count leaves in doubt, joined with blanks. Known: "disposition": what became of
# the count could not be read, so that it is not known whether it is a conviction.
DOUBTS = "DOUBTS"
# For sources of running text: the line each cell was read from, "STP_EVENT_DATE=12 OFN=14".
PLACES = "PLACES"

AND_MORE = " | "
DISPOSITION_DOUBT = "disposition"

EXTRA_COLUMNS = (OFFENSE_DATE, ALIASES, SENTENCE, DOUBTS, PLACES)
READING_COLUMNS: tuple[str, ...] = (*DOJ_COLUMNS, *EXTRA_COLUMNS)
N_READING_COLUMNS = len(READING_COLUMNS)
READING_INDEX = MappingProxyType({name: index for index, name in enumerate(READING_COLUMNS)})
