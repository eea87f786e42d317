"""The layouts at hand: those shipped, and an office's own in its data folder."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from app import durable
from app.errors import UsageError
from app.importing.layouts.layout import Layout
from app.importing.layouts.loading import LayoutError, load_layout, read_layout
from app.importing.layouts.problems import Problem
from app.importing.layouts.writing import layout_text
from app.paths import data_folder, resources

_NO_LAYOUT = "synonyms.toml"


def own_folder() -> Path:
    """Where this office keeps its own layouts; it may not exist yet."""
    return data_folder() / "layouts"


def find_layouts() -> dict[str, Path]:
    """Layout ids and their files, sorted by id.

    The id is the path below ``layouts``: ``office/list`` for ``office/list.toml``. An office's
    own file of the same id does not replace a shipped one.
    """
    found: dict[str, Path] = {}
    for folder in (resources() / "layouts", own_folder()):
        for path in sorted(folder.rglob("*.toml")) if folder.is_dir() else ():
            name = path.relative_to(folder).with_suffix("").as_posix()
            if path.relative_to(folder).as_posix() != _NO_LAYOUT:
                found.setdefault(name, path)
    return dict(sorted(found.items()))


def known_layouts(broken: list[LayoutError] | None = None) -> Iterator[Layout]:
    """Every layout that can be used; what is wrong with the others is put into ``broken``."""
    for layout_id, path in find_layouts().items():
        try:
            yield _load(layout_id, path)
        except LayoutError as error:
            if broken is not None:
                broken.append(error)


def get_layout(named: str) -> Layout:
    """A layout by its id, or from any file that ends in .toml.

    Raises UsageError with the nearest id when there is none, LayoutError with all problems.
    """
    if named.endswith(".toml"):
        return load_layout(Path(named))
    found = find_layouts()
    if named not in found:
        close = get_close_matches(named, list(found), n=1)
        hint = f" (did you mean '{close[0]}'?)" if close else ""
        raise UsageError(
            f"There is no layout '{named}'{hint}. Layouts at hand: {', '.join(found)}."
        )
    return _load(named, found[named])


def _load(layout_id: str, path: Path) -> Layout:
    layout = load_layout(path)
    if layout.id != layout_id:
        words = (
            f"its id is '{layout.id}', but its place in the folder makes it '{layout_id}': write "
            "that id, or move the file"
        )
        raise LayoutError(path.name, (Problem(0, "", words),))
    return layout


def save_layout(layout: Layout) -> Path:
    """Keep an office's own layout under its id; one of the same id is replaced.

    Raises LayoutError when it cannot be used, UsageError for the id of a shipped layout.
    """
    text = layout_text(layout)
    read_layout(text.encode(), layout.id)
    if (resources() / "layouts" / f"{layout.id}.toml").is_file():
        raise UsageError(
            f"The layout '{layout.id}' is shipped with the program: choose another id."
        )
    path = own_folder() / f"{layout.id}.toml"
    durable.make_folder(path.parent)
    durable.put(path, text.encode())
    return path
