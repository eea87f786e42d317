"""Made-up blank forms: with fields, XFA, scanned, encrypted, damaged."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from app.documents.canvas import Canvas
from app.documents.fonts import Face, font_set
from app.documents.forms.blank import Blank, read_blank
from app.documents.forms.field_map import Entry, FieldMap, Never

ROOT = Path(__file__).resolve().parents[3]
# Beside the checkout, or beside the folder that holds several.
_BESIDE = [folder / "shared" / "forms" for folder in (ROOT.parent, ROOT.parent.parent)]
REAL = next((folder for folder in _BESIDE if folder.is_dir()), _BESIDE[0])
FOOT = "XX-900 [Rev. January 1, 2024]"
# name, kind, place from the lower left
FIELDS: tuple[tuple[str, str, tuple[float, float, float, float]], ...] = (
    ("Attorney name", "Tx", (90, 700, 300, 714)),
    ("State bar number", "Tx", (320, 700, 380, 714)),
    ("Defendant", "Tx", (110, 640, 330, 656)),
    ("Case number", "Tx", (400, 640, 560, 656)),
    ("Box 11357", "Btn", (60, 560, 72, 572)),
    ("Box 11359", "Btn", (60, 540, 72, 552)),
    ("Waiver", "Btn", (60, 520, 72, 532)),
    ("Section 1", "Tx", (60, 460, 160, 474)),
    ("Level 1", "Tx", (170, 460, 300, 474)),
    ("Section 2", "Tx", (60, 440, 160, 454)),
    ("Level 2", "Tx", (170, 440, 300, 454)),
    ("Date signed", "Tx", (60, 200, 160, 214)),
    ("Signature", "Tx", (300, 200, 500, 214)),
    ("Judge", "Tx", (300, 120, 500, 134)),
)


def page_content(*lines: tuple[float, float, str]) -> tuple[Canvas, Any]:
    fonts = font_set(text for _, _, text in lines)
    canvas = Canvas(fonts)
    for x, y, text in lines:
        canvas.text(x, y, text, Face.REGULAR, 9)
    return canvas, fonts


def form_pdf(
    fields: Any = FIELDS, *, foot: str = FOOT, xfa: bool = False, quirks: bool = False,
    **save: Any,
) -> bytes:  # fmt: skip
    """A one-page form; ``quirks`` adds what a blank may carry and a filled form must not."""
    canvas, fonts = page_content((60, 60, "PETITION"), (60, 760, foot))
    pdf = pikepdf.Pdf.new()
    page = pdf.make_indirect(
        Dictionary(
            Type=Name.Page, MediaBox=Array([0, 0, 612, 792]),
            Resources=Dictionary(Font=fonts.resources_for(pdf)),
            Contents=pikepdf.Stream(pdf, canvas.content()),
        )
    )  # fmt: skip
    pdf.pages.append(pikepdf.Page(page))
    own = pdf.pages[0].obj
    widgets = [_widget(pdf, own, *one) for one in fields]
    own.Annots = Array(widgets)
    pdf.Root.AcroForm = Dictionary(Fields=Array(widgets), DA=String("/Helv 0 Tf 0 g"))
    if xfa:
        pdf.Root.AcroForm.XFA = pikepdf.Stream(pdf, b"<xdp/>")
    if quirks:
        _add_quirks(pdf, own)
    out = io.BytesIO()
    pdf.save(out, deterministic_id="encryption" not in save, **save)
    return out.getvalue()


def _widget(pdf: pikepdf.Pdf, page: Any, name: str, kind: str, rect: Any) -> Any:
    made = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name(f"/{kind}"), T=String(name),
        Rect=Array(list(rect)), P=page, F=4,
    )  # fmt: skip
    if kind == "Btn":
        state = pikepdf.Stream(pdf, b"", Subtype=Name.Form, BBox=Array([0, 0, 12, 12]))
        made.AP = Dictionary(N=Dictionary(Ja=state))
        made.V = made.AS = Name.Ja  # ticked beforehand, as some forms come
    return pdf.make_indirect(made)


def _add_quirks(pdf: pikepdf.Pdf, page: Any) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script])))
    pdf.attachments["secret.txt"] = b"attached"
    pdf.Root.Metadata = pikepdf.Stream(pdf, b"<x:xmpmeta/>", Type=Name.Metadata, Subtype=Name.XML)
    page.AA = Dictionary(O=script)
    pdf.docinfo["/Author"] = "Somebody Else"


def scanned_pdf() -> bytes:
    """A page that is one picture."""
    pdf = pikepdf.Pdf.new()
    picture = pikepdf.Stream(
        pdf, b"\x80", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip
    page = Dictionary(
        Type=Name.Page, MediaBox=Array([0, 0, 612, 792]),
        Resources=Dictionary(XObject=Dictionary(Im=picture)),
        Contents=pikepdf.Stream(pdf, b"q 612 0 0 792 0 0 cm /Im Do Q"),
    )  # fmt: skip
    pdf.pages.append(pikepdf.Page(page))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def blank(**options: Any) -> Blank:
    return read_blank(form_pdf(**options), "xx-900.pdf")


def made_map(of: Blank, *more: Entry, **changes: Any) -> FieldMap:
    """A map of the made-up form, with what only a person fills in left alone."""
    entries = (
        Entry("Attorney", field="Attorney name", source="filer.name"),
        Entry("Bar number", field="State bar number", source="filer.bar_number"),
        Entry("Defendant", field="Defendant", source="defendant.name"),
        Entry("Case number", field="Case number", source="case.number"),
        Entry("11357", field="Box 11357", source="convicted.11357"),
        Entry("11359", field="Box 11359", source="convicted.11359"),
        Entry("Waiver", field="Waiver", never=Never.WAIVER),
        *(
            Entry(f"{name}, line {row}", field=f"{name} {row}", source=source, row=row)
            for row in (1, 2)
            for name, source in (("Section", "conviction.section"), ("Level", "conviction.level"))
        ),
        Entry("Date", field="Date signed", never=Never.SIGNING_DATE),
        Entry("Signature", field="Signature", never=Never.SIGNATURE),
        Entry("Judge", field="Judge", never=Never.COURT),
        *more,
    )
    values: dict[str, Any] = {
        "form": "XX-900", "edition": "2024-01-01", "title": "Petition", "n_pages": 1,
        "entries": entries, "sha256": (of.sha256,), "printed": "Rev. January 1, 2024",
    }  # fmt: skip
    return FieldMap(**(values | changes))


def real_blank(name: str) -> Blank:
    """A real blank; the test is skipped where the folder with them is not."""
    path = REAL / name
    if not path.is_file():
        pytest.skip(f"no blank form {name} beside the checkout")
    return read_blank(path.read_bytes(), name)
