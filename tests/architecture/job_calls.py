"""Who calls whom in `app.jobs` and `app.store`, read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Place = tuple[str, str]  # module, function ("Class.method" is just "method")

WRITES_STORE = "transaction"
WRITES_FILES = frozenset({
    "write_bytes", "write_text", "copyfile", "write_tables", "write_whole",
    "write_workbook",
})  # fmt: skip
MOVES = (
    "os.replace", "shutil.move", "durable.put", "durable.put_all", "durable.replace",
    "durable.replace_all",
)  # fmt: skip
RECORDS = frozenset({("app.store.audit", "append"), ("app.store.audit", "blank")})


@dataclass(slots=True)
class Function:
    """A function as its source has it."""

    calls: set[Place] = field(default_factory=set)
    is_writer: bool = False


@cache
def functions() -> dict[Place, Function]:
    """Every function of `app.jobs` and `app.store`, the methods of classes among them."""
    found: dict[Place, Function] = {}
    for part in ("jobs", "store"):
        for path in sorted((ROOT / "app" / part).rglob("*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            _read(module, ast.parse(path.read_text(encoding="utf-8")), found)
    return found


def _read(module: str, tree: ast.Module, found: dict[Place, Function]) -> None:
    names = _imports(tree)
    local = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        one = found.setdefault((module, node.name), Function())
        for call in (n for n in ast.walk(node) if isinstance(n, ast.Call)):
            one.calls.update(_called(call, module, names, local, classes))
            one.is_writer = one.is_writer or writes(call)


def _imports(tree: ast.Module) -> dict[str, Place]:
    """Name -> (module, name), or (module, "") of a module."""
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _called(
    call: ast.Call, module: str, names: dict[str, Place], local: set[str],
    classes: dict[str, ast.ClassDef],
) -> Iterator[Place]:  # fmt: skip
    what = call.func
    if isinstance(what, ast.Name):
        if what.id in names:
            yield names[what.id]
        elif what.id in classes:
            yield from ((module, one.name) for one in ast.walk(classes[what.id])
                        if isinstance(one, ast.FunctionDef))  # fmt: skip
        else:
            yield module, what.id
    elif isinstance(what, ast.Attribute):
        if isinstance(what.value, ast.Name) and what.value.id in names:
            base, name = names[what.value.id]
            yield f"{base}.{name}", what.attr
        elif what.attr in local:
            yield module, what.attr


def writes(call: ast.Call) -> bool:
    """Whether a call begins a transaction or writes a file."""
    what = call.func
    name = what.attr if isinstance(what, ast.Attribute) else getattr(what, "id", "")
    return name == WRITES_STORE or name in WRITES_FILES or called_on(call) in MOVES


def called_on(call: ast.Call) -> str:
    """``os.replace`` of a call of a module's function; "" of any other."""
    what = call.func
    if isinstance(what, ast.Attribute) and isinstance(what.value, ast.Name):
        return f"{what.value.id}.{what.attr}"
    return ""


def reaching(targets: set[Place]) -> set[Place]:
    """Every function from which one of the targets is called, through however many others."""
    known, found = set(targets), functions()
    while True:
        more = {place for place, one in found.items() if place not in known and one.calls & known}
        if not more:
            return known
        known |= more
