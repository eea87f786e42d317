"""A copy whose fields still live, for who has to write into it later.

Its fields hold what was written and draw it themselves, so that no program has to make up
an appearance. Whatever the blank had set beforehand, ticks above all, is taken back.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

import pikepdf
from pikepdf import Array, Dictionary, Name

from app.documents.canvas import Canvas
from app.documents.fonts import FontSet
from app.documents.forms.blank import (
    BUTTON,
    PUSH,
    Box,
    Field,
    crop,
    inherited,
    read_widget,
)
from app.documents.forms.fitting import Run
from app.documents.forms.guard import MOST_OVERLAP
from app.documents.forms.pages import (
    Sheet,
    add_sheets,
    draw,
    finish,
    fonts_for,
    strip_file,
    strip_page,
)

ByField = Mapping[tuple[str, int, Box], tuple[str, tuple[Run, ...]]]
_ACTIVE = ("/A", "/AA", "/PMD", "/StructParent")
_OF_FORM = frozenset({"/Fields", "/DR", "/DA", "/Q"})


def live_copy(
    sheets: Sequence[Sheet], written: ByField, title: str, dated: date, *, is_practice: bool
) -> bytes:
    """The first sheet with its fields, attachments flat behind it."""
    fonts = fonts_for(sheets)
    own_runs = {run for _, runs in written.values() for run in runs}
    first = sheets[0]
    rest = Sheet(first.blank, tuple(run for run in first.runs if run not in own_runs))
    with pikepdf.open(io.BytesIO(first.blank.data)) as pdf:
        strip_file(pdf, "/AcroForm")
        widgets = _clear(pdf, rest.runs)
        add_sheets(pdf, sheets[1:])
        draw(pdf, [rest, *sheets[1:]], fonts, is_practice=is_practice)
        font = pdf.make_indirect(fonts.resources_for(pdf))
        for field, widget in widgets:
            if (found := written.get((field.name, field.page, field.box))) is not None:
                _set(pdf, widget, field, *found, fonts, font)
        return finish(pdf, title, dated)


def _clear(pdf: pikepdf.Pdf, drawn: Sequence[Run]) -> list[tuple[Field, pikepdf.Object]]:
    """Empty every field, take out what acts, and give the widgets that are left.

    A field that would hide what is drawn at a place of its own goes too.
    """
    form = pdf.Root.get("/AcroForm") or Dictionary(Fields=Array([]))
    pdf.Root.AcroForm = form
    for key in list(form.keys()):
        if key not in _OF_FORM:
            del form[key]
    kept: list[tuple[Field, pikepdf.Object]] = []
    for number, page in enumerate(pdf.pages, 1):
        strip_page(page, "/Annots")
        seen, own = crop(page), []
        for widget in page.obj.get("/Annots", []):
            field = read_widget(widget, number, seen)
            if field is None or field.kind == PUSH or _is_covered(field, drawn):
                continue
            _empty(widget, field)
            own.append(widget)
            kept.append((field, widget))
        page.obj.Annots = Array(own)
    form.Fields = _roots([widget for _, widget in kept])
    return kept


def _is_covered(field: Field, drawn: Sequence[Run]) -> bool:
    return any(
        run.page == field.page and run.box.overlap(field.box) > MOST_OVERLAP for run in drawn
    )


def _roots(widgets: Sequence[pikepdf.Object]) -> Array:
    """The topmost fields: of a broken form also those its own list had lost."""
    roots: dict[tuple[int, int], pikepdf.Object] = {}
    for widget in widgets:
        node = widget
        while "/Parent" in node:
            node = node.Parent
            for key in _ACTIVE:
                if key in node:
                    del node[key]
        roots.setdefault(node.objgen, node)
    return Array(list(roots.values()))


def _empty(widget: pikepdf.Object, field: Field) -> None:
    for key in (*_ACTIVE, "/V", "/DV", "/RV"):
        if key in widget:
            del widget[key]
        if "/Parent" in widget and key in widget.Parent and "/T" in widget.Parent:
            del widget.Parent[key]
    if field.kind == BUTTON:
        widget.AS = Name.Off
        _named(widget).V = Name.Off
    elif "/AP" in widget:
        del widget["/AP"]


def _named(widget: pikepdf.Object) -> pikepdf.Object:
    """The field of a widget: itself, or the one above it when it only shows it."""
    return widget if "/T" in widget or "/Parent" not in widget else widget.Parent


def _set(
    pdf: pikepdf.Pdf, widget: pikepdf.Object, field: Field, text: str, runs: Sequence[Run],
    fonts: FontSet, font: pikepdf.Object,
) -> None:  # fmt: skip
    named = _named(widget)
    if field.kind == BUTTON:
        state = _on_state(widget)
        widget.AS = named.V = Name(state)
        # A dictionary of its own: some viewers do not look into one that stands elsewhere.
        states = Dictionary()
        for name, shown in widget.get("/AP", Dictionary()).get("/N", Dictionary()).items():
            states[name] = shown
        states[state] = _appearance(pdf, field, runs, fonts, font)
        widget.AP = Dictionary(N=states)
        return
    named.V = pikepdf.String(text)
    widget.AP = Dictionary(N=_appearance(pdf, field, runs, fonts, font))
    if inherited(widget, "/DA") is None and "/DA" not in pdf.Root.AcroForm:
        widget.DA = pikepdf.String("/Helv 0 Tf 0 g")


def _on_state(widget: pikepdf.Object) -> str:
    """The name of the ticked state, as the blank has it."""
    states = widget.get("/AP", Dictionary()).get("/N", Dictionary())
    return next((name for name in states.keys() if name != "/Off"), "/Yes")  # noqa: SIM118 - a PDF dictionary


def _appearance(
    pdf: pikepdf.Pdf, field: Field, runs: Sequence[Run], fonts: FontSet, font: pikepdf.Object
) -> pikepdf.Stream:
    """What the field shows: the same lines as on the flat copy, from the field's own corner."""
    box = field.box
    canvas = Canvas(fonts, box.height)
    for run in runs:
        canvas.text(run.x - box.x, run.y - box.y, run.text, run.face, run.size)
    return pikepdf.Stream(
        pdf, b"/Tx BMC\n" + canvas.content() + b"EMC\n", Type=Name.XObject, Subtype=Name.Form,
        BBox=Array([0, 0, round(box.width, 3), round(box.height, 3)]),
        Resources=Dictionary(Font=font),
    )  # fmt: skip
