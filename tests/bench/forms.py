"""The stage that fills and checks an official form, a hundred times."""

from __future__ import annotations

from collections.abc import Callable

from tests.bench.outcome import Outcome
from tests.bench.place import Place

N_FORMS = 100


def prepare_forms(place: Place) -> Callable[[], Outcome]:
    """The blank given with ``--form``, else a made-up one; one is filled beforehand, for the
    fonts are loaded once for all."""
    from app.documents.forms.blank import read_blank
    from app.documents.forms.catalog import map_by_hash
    from app.documents.forms.checking import check_filled
    from app.documents.forms.filling import fill_form
    from app.documents.forms.proposing import propose_map
    from app.documents.forms.trying import sample_draft
    from tests.documents.forms.made import form_pdf

    data = place.form.read_bytes() if place.form.is_file() else form_pdf()
    blank = read_blank(data, "The form")
    found = map_by_hash(blank.sha256) or propose_map(blank)
    draft = sample_draft(found)

    def work() -> Outcome:
        for _ in range(N_FORMS):
            problems = check_filled(fill_form(blank, found, draft))
            if problems:
                raise RuntimeError(f"the form is not right: {problems}")
        return Outcome(n_papers=N_FORMS)

    fill_form(blank, found, draft)
    return work
