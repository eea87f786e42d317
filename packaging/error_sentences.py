"""Finds the sentences with which the program refuses something, in its source.

Nothing is run: the source is read as a tree. A sentence is a template, its places written
``{}``. An error is a *sink*: a callable whose argument becomes the sentence. A function that
puts its own parameter into a sentence is a sink too, so that the sentences which its callers
give it are found where they stand. What cannot be told from the source is a place.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

ROOT_ERROR = "UserError"
BANNERS = ("say", "show_message")  # said in the window: only what is said as a problem counts
PROBLEM = "stop"
ISSUE_FIELDS = ("row", "column", "text", "kind", "reason", "done", "advice")
MOST_VARIANTS = 12
DEEPEST = 4


@dataclass(frozen=True)
class Hole:
    """A place of a sentence; ``parameter`` names the parameter that fills it, if one does."""

    parameter: str = ""


Part = str | Hole
Text = tuple[Part, ...]
HOLE: Text = (Hole(),)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Sentence:
    """A template and where it stands."""

    template: str
    module: str
    line: int


@dataclass
class Module:
    """A source file: its functions, its constants, what it imports."""

    name: str
    tree: ast.Module
    functions: dict[str, list[_Function]] = field(default_factory=dict)
    constants: dict[str, ast.expr] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)  # name -> module, its name
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)


@dataclass(frozen=True)
class Sink:
    """A callable whose arguments become a sentence."""

    text: Text
    parameters: tuple[str, ...]  # without self
    defaults: tuple[tuple[str, Text], ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether the sentence is all the caller's."""
        return n_letters(template_of(self.text)) == 0


Sinks = dict[tuple[str, str], list[Sink]]  # (module, with a dot behind it for a method; name)


def find_sentences(root: Path) -> list[Sentence]:
    """Every sentence of the program's refusals, in the order of the source."""
    finder = _Finder(_modules(root))
    finder.add_errors()
    return finder.find()


def find_issue_kinds(root: Path) -> list[Sentence]:
    """Every kind of data issue (`app.importing.issues.Issue`), in the order of the source."""
    finder = _Finder(_modules(root))
    finder.add_root("Issue", Sink((Hole("kind"),), ISSUE_FIELDS))
    return finder.find()


@lru_cache(maxsize=4)
def _modules(root: Path) -> dict[str, Module]:
    return {one.name: one for room in ("app", "ui") for one in _read(root, room)}


def template_of(text: Text) -> str:
    """The sentence with ``{}`` for each place; what lies between two places is kept."""
    pieces: list[str] = []
    for part in text:
        piece = "{}" if isinstance(part, Hole) else part.replace("{", "{{").replace("}", "}}")
        if piece == "{}" and pieces and pieces[-1] == "{}":
            continue
        pieces.append(piece)
    return "".join(pieces)


def n_letters(template: str) -> int:
    """Letters that a template says itself."""
    return sum(1 for character in template if character.isalpha())


def _read(root: Path, room: str) -> Iterator[Module]:
    for path in sorted((root / room).rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        module = Module(name, ast.parse(path.read_text(encoding="utf-8")))
        _fill(module)
        yield module


def _fill(module: Module) -> None:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                module.imports[alias.asname or alias.name] = (node.module, alias.name)
        elif isinstance(node, _Function):
            module.functions.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.ClassDef):
            module.classes[node.name] = node
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, value = node.target, node.value
        else:
            continue
        if isinstance(target, ast.Name):
            module.constants[target.id] = value


@dataclass
class _Scope:
    """Where an expression stands."""

    module: Module
    function: _Function | None = None
    depth: int = 0

    def parameters(self) -> tuple[str, ...]:
        return _parameters(self.function) if self.function is not None else ()

    def assigned(self, name: str) -> list[ast.expr]:
        """What the function assigns to a name; nothing when a loop or a with does."""
        return _assigned(self.function).get(name, []) if self.function is not None else []


@cache
def _assigned(function: _Function) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name, value in _parted(target, node.value):
                    found.setdefault(name, []).append(value)
    return found


def _parted(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Names and what they are given; of several at once each its own element."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple):
        for place, one in enumerate(target.elts):
            if isinstance(one, ast.Name):
                yield one.id, ast.Subscript(value, ast.Constant(place))


def _parameters(function: _Function) -> tuple[str, ...]:
    arguments = function.args
    names = [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return tuple(name for name in names if name not in ("self", "cls"))


class _Finder:
    def __init__(self, modules: dict[str, Module]) -> None:
        self._modules = modules
        self._sinks: Sinks = {}
        self._says_problems = False
        self._roots: set[str] = set()  # classes, known by name wherever they are called
        self._found: dict[str, Sentence] = {}
        self._calls = [
            (module, function, call)
            for module in modules.values()
            for function, call in _calls(module.tree)
        ]

    def add_root(self, name: str, sink: Sink) -> None:
        """A class whose making says a sentence."""
        self._roots.add(name)
        self._sinks.setdefault(("", name), []).append(sink)

    def find(self) -> list[Sentence]:
        for _ in range(DEEPEST):
            if not self._pass():
                break
        return sorted(self._found.values(), key=lambda one: (one.module, one.line, one.template))

    # Errors

    def add_errors(self) -> None:
        """`UserError` and all that is made of it, and what the window says as a problem."""
        self._says_problems = True
        for name, module in self._error_classes().items():
            self._add_error(name, module)

    def _error_classes(self) -> dict[str, Module]:
        """`UserError` and what is made of it, by name."""
        found: dict[str, Module] = {}
        while True:
            more = {
                name: module
                for module in self._modules.values()
                for name, node in module.classes.items()
                if name not in found and (name == ROOT_ERROR or _inherits(node, found))
            }
            if not more:
                return found
            found.update(more)

    def _add_error(self, name: str, module: Module) -> None:
        own = [
            one
            for one in module.classes[name].body
            if isinstance(one, ast.FunctionDef) and one.name == "__init__"
        ]
        given = own[0] if own and name != ROOT_ERROR else None
        if given is None:
            self.add_root(name, Sink((Hole("message"),), ("message",)))
            return
        scope = _Scope(module, given)
        for call in _super_calls(given):
            for text in self._texts(call.args[0], scope):
                self.add_root(name, Sink(text, _parameters(given)))
                self._keep(text, scope, call)

    # Calls

    def _pass(self) -> bool:
        """Look at every call once; whether a further sink was found."""
        before = sum(map(len, self._sinks.values()))
        for module, function, call in self._calls:
            self._look_at(module, function, call)
        return sum(map(len, self._sinks.values())) > before

    def _look_at(self, module: Module, function: _Function | None, call: ast.Call) -> None:
        scope = _Scope(module, function)
        for sink in self._sinks_of(module, call):
            given = _bind(sink.parameters, call)
            for text in self._put_in(sink, given, scope):
                if any(isinstance(one, Hole) and one.parameter for one in text):
                    self._add_sink(text, scope)
                if template_of(text) != template_of(sink.text):  # else it was found there
                    self._keep(text, scope, call)

    def _keep(self, text: Text, scope: _Scope, call: ast.Call) -> None:
        template = template_of(text)
        if n_letters(template):
            self._found.setdefault(template, Sentence(template, scope.module.name, call.lineno))

    def _add_sink(self, text: Text, scope: _Scope) -> None:
        function = scope.function
        if function is None:
            return
        home = scope.module.name + ("." if _is_method(function) else "")
        key = (home, function.name)
        sink = Sink(text, _parameters(function), tuple(self._defaults(function, scope)))
        known = self._sinks.setdefault(key, [])
        if sink not in known:
            known.append(sink)

    def _defaults(self, function: _Function, scope: _Scope) -> Iterator[tuple[str, Text]]:
        names, values = function.args.args, function.args.defaults
        for argument, value in zip(names[len(names) - len(values) :], values, strict=True):
            for text in self._texts(value, scope)[:1]:
                yield argument.arg, text
        for argument, own in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
            if own is not None:
                yield argument.arg, self._texts(own, scope)[0]

    def _sinks_of(self, module: Module, call: ast.Call) -> list[Sink]:
        called = call.func
        if isinstance(called, ast.Name):
            if called.id in self._roots:
                return self._sinks.get(("", called.id), [])
            home, name = module.imports.get(called.id, (module.name, called.id))
            return self._sinks.get((home, name), [])
        if not isinstance(called, ast.Attribute):
            return []
        if self._says_problems and called.attr in BANNERS:
            is_problem = bool(call.args) and _is_text(call.args[0], PROBLEM)
            return [Sink((Hole("text"),), ("kind", "text"))] if is_problem else []
        near = [module.name, *{home for home, _ in module.imports.values()}]
        found = (self._sinks.get((f"{home}.", called.attr), []) for home in near)
        return next((one for one in found if one), [])

    def _put_in(self, sink: Sink, given: dict[str, ast.expr], scope: _Scope) -> Iterator[Text]:
        """The sink's sentence with what the call gives it."""
        defaults = dict(sink.defaults)
        choices: list[list[Text]] = []
        for part in sink.text:
            if isinstance(part, str):
                choices.append([(part,)])
            elif part.parameter in given:
                own = self._texts(given[part.parameter], scope)
                choices.append(own if sink.is_bare else [_without_words(one) for one in own])
            else:
                choices.append([defaults.get(part.parameter, HOLE)])
        for chosen in list(product(*choices))[:MOST_VARIANTS]:
            yield tuple(one for text in chosen for one in text)

    # Expressions

    def _texts(self, node: ast.expr, scope: _Scope) -> list[Text]:
        """What an expression may say; one place when the source does not tell."""
        if scope.depth > DEEPEST:
            return [HOLE]
        reader: Callable[[ast.expr, _Scope], list[Text]] | None = {
            ast.Constant: self._of_constant,
            ast.JoinedStr: self._of_joined,
            ast.BinOp: self._of_sum,
            ast.IfExp: self._of_choice,
            ast.BoolOp: self._of_either,
            ast.Name: self._of_name,
            ast.Call: self._of_call,
            ast.Subscript: self._of_element,
        }.get(type(node))  # type: ignore[assignment]
        return reader(node, scope)[:MOST_VARIANTS] if reader is not None else [HOLE]

    def _of_element(self, node: ast.Subscript, scope: _Scope) -> list[Text]:
        """One of several things that a function of the same module returns."""
        if not isinstance(node.value, ast.Call) or not isinstance(node.value.func, ast.Name):
            return [HOLE]
        functions = scope.module.functions.get(node.value.func.id, [])
        if len(functions) != 1 or not isinstance(node.slice, ast.Constant):
            return [HOLE]
        inside = _Scope(scope.module, functions[0], scope.depth + 1)
        found = [
            text
            for one in ast.walk(functions[0])
            if isinstance(one, ast.Return) and isinstance(one.value, ast.Tuple)
            for text in self._texts(one.value.elts[int(str(node.slice.value))], inside)
        ]
        return found or [HOLE]

    def _of_constant(self, node: ast.Constant, _: _Scope) -> list[Text]:
        """An empty text is a place: a place may be filled with nothing."""
        return [(node.value,)] if isinstance(node.value, str) and node.value else [HOLE]

    def _of_joined(self, node: ast.JoinedStr, scope: _Scope) -> list[Text]:
        choices = [self._of_piece(piece, scope) for piece in node.values]
        return [_joined(one) for one in list(product(*choices))[:MOST_VARIANTS]]

    def _of_piece(self, piece: ast.expr, scope: _Scope) -> list[Text]:
        if not isinstance(piece, ast.FormattedValue):
            return self._texts(piece, scope)
        if piece.conversion != -1 or piece.format_spec is not None:
            return [HOLE]
        if not isinstance(piece.value, ast.Name):
            return [HOLE]
        found = self._of_name(piece.value, scope)
        is_constant = not (scope.assigned(piece.value.id) or piece.value.id in scope.parameters())
        # A version, a variable's name: what may change without the sentence changing.
        return [_without_words(one) for one in found] if is_constant else found

    def _of_sum(self, node: ast.BinOp, scope: _Scope) -> list[Text]:
        if not isinstance(node.op, ast.Add):
            return [HOLE]
        both = product(self._texts(node.left, scope), self._texts(node.right, scope))
        return [_joined(one) for one in both]

    def _of_choice(self, node: ast.IfExp, scope: _Scope) -> list[Text]:
        return [*self._texts(node.body, scope), *self._texts(node.orelse, scope)]

    def _of_either(self, node: ast.BoolOp, scope: _Scope) -> list[Text]:
        return [text for one in node.values for text in self._texts(one, scope)]

    def _of_name(self, node: ast.Name, scope: _Scope) -> list[Text]:
        deeper = _Scope(scope.module, scope.function, scope.depth + 1)
        assigned = scope.assigned(node.id)
        if assigned:
            found = [text for one in assigned for text in self._texts(one, deeper)]
            return list(dict.fromkeys(found)) if len(found) <= MOST_VARIANTS else [HOLE]
        if node.id in scope.parameters():
            return [(Hole(node.id),)]
        if node.id in scope.module.constants:
            outside = _Scope(scope.module, None, scope.depth + 1)
            return self._texts(scope.module.constants[node.id], outside)
        home, name = scope.module.imports.get(node.id, ("", ""))
        other = self._modules.get(home)
        if other is not None and name in other.constants:
            return self._texts(other.constants[name], _Scope(other, None, scope.depth + 1))
        return [HOLE]

    def _of_call(self, node: ast.Call, scope: _Scope) -> list[Text]:
        """What a function of the house returns, with what it is given."""
        if not isinstance(node.func, ast.Name):
            return [HOLE]
        home, name = scope.module.imports.get(node.func.id, (scope.module.name, node.func.id))
        module = self._modules.get(home)
        functions = module.functions.get(name, []) if module is not None else []
        if module is None or len(functions) != 1:
            return [HOLE]
        inside = _Scope(module, functions[0], scope.depth + 1)
        returned = [
            text
            for one in ast.walk(functions[0])
            if isinstance(one, ast.Return) and one.value is not None
            for text in self._texts(one.value, inside)
        ]
        given = _bind(_parameters(functions[0]), node)
        deeper = _Scope(scope.module, scope.function, scope.depth + 1)
        texts = [
            text
            for one in returned
            for text in self._put_in(Sink(one, _parameters(functions[0])), given, deeper)
        ]
        return texts or [HOLE]


def _inherits(node: ast.ClassDef, known: Iterable[str]) -> bool:
    return any(isinstance(base, ast.Name) and base.id in known for base in node.bases)


def _super_calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            inner = node.func.value
            is_super = isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name)
            if is_super and node.func.attr == "__init__" and node.args:
                yield node


def _calls(tree: ast.Module) -> Iterator[tuple[_Function | None, ast.Call]]:
    """Every call with the innermost function around it."""

    def below(
        node: ast.AST, function: _Function | None
    ) -> Iterator[tuple[_Function | None, ast.Call]]:
        for child in ast.iter_child_nodes(node):
            inside = child if isinstance(child, _Function) else function
            if isinstance(child, ast.Call):
                yield inside, child
            yield from below(child, inside)

    yield from below(tree, None)


def _bind(parameters: Sequence[str], call: ast.Call) -> dict[str, ast.expr]:
    given = dict(zip(parameters, call.args, strict=False))
    given.update({one.arg: one.value for one in call.keywords if one.arg})
    return given


def _without_words(text: Text) -> Text:
    """A single word is a value put into a sentence, no part of it: a place."""
    is_word = len(text) == 1 and isinstance(text[0], str) and not any(map(str.isspace, text[0]))
    return HOLE if is_word else text


def _is_method(function: _Function) -> bool:
    arguments = function.args.args
    return bool(arguments) and arguments[0].arg in ("self", "cls")


def _is_text(node: ast.expr, text: str) -> bool:
    """Whether an expression is the text, or may be: ``"stop" if bad else "good"``."""
    if isinstance(node, ast.IfExp):
        return _is_text(node.body, text) or _is_text(node.orelse, text)
    return isinstance(node, ast.Constant) and node.value == text


def _joined(texts: Iterable[Text]) -> Text:
    return tuple(part for text in texts for part in text)
