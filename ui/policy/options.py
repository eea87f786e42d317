"""The options of a policy as plain sentences, each with the editor that fits it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSpinBox, QVBoxLayout, QWidget

from app.rules.policy import Option, OptionKind, OptionValue, Policy, Settings, settle_options
from ui.number_box import NumberBox
from ui.theme import px, space
from ui.widgets import clear_layout, column, label, row

Editor = QCheckBox | QSpinBox | QComboBox
_INDENT = 4  # grid steps: what depends on an option stands under it


class OptionsForm(QWidget):
    """Reads and shows the settings of one policy."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._policy: Policy | None = None
        self.editors: dict[str, Editor] = {}
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(space(0.5))

    def show_policy(self, policy: Policy, given: dict[str, OptionValue] | None = None) -> None:
        """Editors for every option; ``given`` values instead of the defaults."""
        clear_layout(self._lines)
        self.editors = {}
        self._policy = policy
        values = settle_options(policy, given or {}).as_dict()
        for option in policy.options:
            editor = _make_editor(option, values[option.name])
            self.editors[option.name] = editor
            self._lines.addWidget(_make_line(option, editor))
            _on_change(editor, self._react)
        if not policy.options:
            self._lines.addWidget(label("This policy leaves nothing to choose.", "secondary"))
        self._enable()

    def settings(self) -> Settings:
        """The settings as they stand on the screen."""
        if self._policy is None:
            return Settings()
        return settle_options(
            self._policy, {name: _value(editor) for name, editor in self.editors.items()}
        )

    def _react(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        """An option that another one switches on is grey while that one is off."""
        for option in self._policy.options if self._policy else ():
            switch = self.editors.get(option.enabled_by)
            if isinstance(switch, QCheckBox):
                self.editors[option.name].setEnabled(switch.isChecked())


def _make_editor(option: Option, value: OptionValue) -> Editor:
    editor: Editor
    if option.kind is OptionKind.YES_NO:
        editor = QCheckBox()
        editor.setChecked(bool(value))
    elif option.kind is OptionKind.NUMBER:
        editor = NumberBox()
        editor.setRange(option.minimum, option.maximum)
        editor.setValue(int(value))
        editor.setFixedWidth(px(88))
        editor.lineEdit().setTextMargins(px(4), 0, 0, 0)  # the style sheet's padding is not kept
        editor.setToolTip(f"From {option.minimum} to {option.maximum}")
        editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    else:
        editor = QComboBox()
        for choice, words in option.choices:
            editor.addItem(words, choice)
        editor.setCurrentIndex(max(0, editor.findData(value)))
        editor.setMinimumContentsLength(16)
        editor.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    editor.setAccessibleName(option.sentence)
    return editor


def _make_line(option: Option, editor: Editor) -> QWidget:
    """Yes-no: the box before its sentence. A number after it, a choice below it."""
    line = QWidget()
    sentence = _Sentence(option.sentence, editor)
    if isinstance(editor, QCheckBox):
        frame = row(editor, sentence)
        frame.setStretch(1, 1)
        line.setLayout(frame)
        return line
    below = isinstance(editor, QComboBox)
    lines = column(sentence, editor, gap=0.5) if below else row(sentence, editor, gap=2)
    lines.setStretch(0, 1)
    lines.setContentsMargins(space(_INDENT) if option.enabled_by else 0, 0, 0, space(1))
    line.setLayout(lines)
    return line


class _Sentence(QLabel):
    """A wrapped label that toggles its check box, as a check box's own text would."""

    def __init__(self, text: str, editor: Editor) -> None:
        super().__init__(text)
        self._editor = editor
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setBuddy(editor)

    def mousePressEvent(self, event: object) -> None:  # noqa: ARG002 - any press
        if isinstance(self._editor, QCheckBox) and self._editor.isEnabled():
            self._editor.toggle()
            self._editor.setFocus()


def _on_change(editor: Editor, react: object) -> None:
    if isinstance(editor, QCheckBox):
        editor.toggled.connect(react)
    elif isinstance(editor, QSpinBox):
        editor.valueChanged.connect(react)
    else:
        editor.currentIndexChanged.connect(react)


def _value(editor: Editor) -> OptionValue:
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    if isinstance(editor, QSpinBox):
        return editor.value()
    return str(editor.currentData())
