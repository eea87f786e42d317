"""Code sections: read, normalise and compare them as records print them.

The state's file prints ``11357(A) HS``, ``11357B2 HS``, ``664/11359 HS``; statutes
write ``HS 11357(a)``. Both are read into `CodeSection`. A text that does not begin
with a section that can be read gives no section: it is never guessed, and 11357.5,
111359, 113600 and 11357 BP are what they are, other offences. A range of sections, and
a part of a print that cannot be read, are kept as such: neither counts as cannabis nor
as anything else (`SectionReading`).

This is the door; the work is done in the modules named below.
"""

from __future__ import annotations

from app.model.statute_comments import (
    cannabis_sections_named,
    is_see_comment,
    possible_other_cannabis,
)
from app.model.statute_reading import read_section
from app.model.statute_sections import (
    CANNABIS_NUMBERS,
    CodeSection,
    Inchoate,
    SectionRange,
    SectionReading,
)

__all__ = [
    "CANNABIS_NUMBERS",
    "CodeSection",
    "Inchoate",
    "SectionRange",
    "SectionReading",
    "cannabis_sections_named",
    "is_see_comment",
    "possible_other_cannabis",
    "read_section",
]
