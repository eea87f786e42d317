"""One column of a list: the field it is taken as, why, and how its cells are read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.importing.layouts.fields import FIELD, FIELDS
from app.importing.layouts.layout import NAME_FORMS
from app.jobs.layout_draft import DraftColumn, DraftSheet, LayoutDraft
from app.jobs.layout_preview import DateChoice, date_choices
from app.jobs.layout_questions import unread_words
from ui.mapping.value_map import ValueMap
from ui.mapping.words import NAME_EXAMPLES, field_title, meaning_words, why_words
from ui.number_box import NumberBox
from ui.theme import px, space
from ui.widgets import clear_layout, column, field, label

_N_SAMPLES = 6


class ColumnPane(QWidget):
    """Changes the draft; ``changed`` when it did."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._draft: LayoutDraft | None = None
        self._sheet: DraftSheet | None = None
        self._one: DraftColumn | None = None
        self.title = label("", "section")
        self.field = QComboBox()
        self.field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.about = label("", "secondary")
        self.why = label("", "caption")
        self.samples = label("", "secondary")
        self.dates: QComboBox | None = None
        self.pivot: QSpinBox | None = None
        self.names: QComboBox | None = None
        self.section: QLineEdit | None = None
        self.values: ValueMap | None = None
        self._more = QVBoxLayout()
        self._more.setSpacing(space(1.5))
        self.field.addItem(field_title(""), "")
        for one in FIELDS:
            self.field.addItem(one.title, one.name)
        frame = column(
            self.title,
            self.samples,
            field("Taken as", self.field),
            column(self.about, self.why, gap=0.5),
            self._more,
            gap=1.5,
        )
        frame.setContentsMargins(0, 0, space(1), space(1))
        frame.addStretch(1)
        self.setLayout(frame)
        self.field.activated.connect(lambda _: self._choose_field())

    def show_column(self, draft: LayoutDraft, sheet: DraftSheet, at: int) -> None:
        """Show one column of the draft."""
        self._draft, self._sheet, self._one = draft, sheet, sheet.columns[at]
        looks = sheet.cells.looks[at]
        self.title.setText(self._one.title)
        shown = ", ".join(f"“{text}”" for text, _ in looks.distinct[:_N_SAMPLES])
        more = " …" if looks.n_distinct > _N_SAMPLES else ""
        self.samples.setText(f"For example {shown}{more}" if shown else "Nothing stands in it.")
        self._show_field()

    def _show_field(self) -> None:
        one = self._one
        if one is None:
            return
        place = self.field.findData(one.field)
        if place < 0:  # a column of the state's form
            self.field.addItem(one.field, one.field)
            place = self.field.count() - 1
        self.field.setCurrentIndex(place)
        known = FIELD.get(one.field)
        self.about.setText(known.sentence if known is not None else "")
        self.about.setVisible(bool(self.about.text()))
        self.why.setText(f"Why: {why_words(one.why)}" if one.why else "")
        self.why.setVisible(bool(one.why))
        self._show_more()

    def _choose_field(self) -> None:
        if self._draft is None or self._sheet is None or self._one is None:
            return
        name = str(self.field.currentData())
        if name != self._one.field:
            self._draft.set_field(self._sheet, self._one.at, name)
            self._show_field()
            self.changed.emit()

    # How the cells are read

    def _show_more(self) -> None:
        clear_layout(self._more)
        self.dates = self.pivot = self.names = self.section = self.values = None
        one = self._one
        if one is None or one.column is None:
            return
        known = FIELD.get(one.field)
        if known is not None and known.is_date:
            self._add_dates(one)
        elif one.field == "name":
            self._add_names(one)
        elif one.field == "section_mark":
            self._add_section(one)
        elif known is not None and known.meanings:
            self._add_values(one, known.meanings)

    def _change(self, **changes: object) -> None:
        if self._draft is not None and self._one is not None:
            self._draft.change(self._one, **changes)
            self.changed.emit()

    def _add_dates(self, one: DraftColumn) -> None:
        if self._sheet is None or self._draft is None or one.column is None:
            return
        pivot = one.column.pivot if one.column.pivot is not None else self._draft.base.pivot
        choices = date_choices(self._sheet.cells.looks[one.at].values, pivot)
        combo = QComboBox()
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(20)
        combo.addItem("Not said yet", ())
        own = one.column.dates or self._draft.base.dates
        if own and not (len(own) == 1 and own[0] in {choice.pattern for choice in choices}):
            combo.addItem(" or ".join(own), own)
        for choice in choices:
            combo.addItem(_date_words(choice), (choice.pattern,))
        combo.setCurrentIndex(
            next((n for n in range(combo.count()) if combo.itemData(n) == own), 0)
        )
        combo.activated.connect(lambda _: self._choose_dates())
        self.dates = combo
        hint = "Each choice with a date of the list as it would be read, and how many it reads."
        self._more.addLayout(field("How its dates are written", combo, hint))
        if any(choice.has_short_year for choice in choices if (choice.pattern,) == own):
            self._add_pivot(pivot)

    def _choose_dates(self) -> None:
        if self.dates is not None:
            self._change(dates=tuple(self.dates.currentData()))
            self._show_more()
            self.dates.setFocus()

    def _add_pivot(self, pivot: int | None) -> None:
        box = NumberBox()
        box.setRange(-1, 99)
        box.setSpecialValueText("not said")
        box.setValue(-1 if pivot is None else pivot)
        box.setFixedWidth(px(120))
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.valueChanged.connect(lambda n: self._change(pivot=None if n < 0 else n))
        self.pivot = box
        hint = "Two-digit years up to this one are 20xx, the others 19xx."
        self._more.addLayout(field("Years up to", box, hint))

    def _add_names(self, one: DraftColumn) -> None:
        combo = QComboBox()
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        combo.addItem("Not said yet", "")
        for form in NAME_FORMS:
            combo.addItem(f"{form.capitalize()}: {NAME_EXAMPLES[form]}", form)
        default = self._draft.base.name_form if self._draft is not None else ""
        own = (one.column.name_form if one.column is not None else "") or default
        combo.setCurrentIndex(max(0, combo.findData(own)))
        combo.activated.connect(lambda _: self._change(name_form=str(combo.currentData())))
        self.names = combo
        self._more.addLayout(field("How names are written", combo))

    def _add_section(self, one: DraftColumn) -> None:
        editor = QLineEdit(one.column.section if one.column is not None else "")
        editor.setPlaceholderText("11357(a) HS")
        editor.textEdited.connect(lambda text: self._change(section=text.strip()))
        self.section = editor
        self._more.addLayout(field("Section that the column marks", editor))

    def _add_values(self, one: DraftColumn, meanings: tuple[str, ...]) -> None:
        if self._sheet is None or self._draft is None or one.column is None:
            return
        looks = self._sheet.cells.looks[one.at]
        unread = {word for word, _ in unread_words(self._draft, self._sheet, one)}
        mapped = dict(one.column.values)
        read_as = {
            word: meaning_words(word.casefold())
            for word, _ in looks.distinct
            if word not in unread and word not in mapped
        }
        words = sorted(looks.distinct, key=lambda pair: (pair[0] not in unread, -pair[1]))
        values = ValueMap(words, meanings, one.column.values, read_as)
        values.changed.connect(lambda: self._change(values=values.pairs()))
        self.values = values
        self._more.addWidget(label("What its words mean", "label"))
        if looks.n_distinct > len(looks.distinct):
            self._more.addWidget(
                label(
                    f"The {len(looks.distinct)} most frequent of {looks.n_distinct:,}.", "caption"
                )
            )
        self._more.addWidget(values)


def _date_words(choice: DateChoice) -> str:
    return f"{choice.pattern}:  {choice.example}  ({choice.n_read:,} of {choice.n_texts:,})"
