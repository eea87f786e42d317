"""What the frozen program is made of: every part by others, with version, license and its texts.

Each file of the program folder belongs to one part, to the program's own, or it is an error: so
no library comes along unnoticed. Versions and licenses of Python packages are their own metadata;
those of system libraries are Debian's, whose packages the release is built from.
"""

from __future__ import annotations

import functools
import importlib.metadata
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import freezing
from messages import SetupError

LICENSES = Path(__file__).resolve().parent / "licenses"

OWN = re.compile(r"(resources|tests|LICENSE$|needs\.json$|(THIRD-PARTY-NOTICES|parts\.cdx)\.\w+$)")
# Works of others among the program's own resources.
RESOURCES = (
    (re.compile(r"resources/fonts/.*Liberation"), "Liberation fonts"),
    (re.compile(r"resources/fonts/.*PublicSans"), "Public Sans"),
    (re.compile(r"resources/icons/(?!relief-desk)"), "Material Icons"),
)
PYTHON = re.compile(r"(python3[\d.]*/|base_library\.zip$|libpython3|python3\d*\.dll$)")

# Folders and files of Python packages, where they are not named like the package.
PACKAGES = (
    (re.compile(r"(PySide6/|libpyside6|libQt6|Qt6)"), "pyside6-essentials"),
    (re.compile(r"(shiboken6/|libshiboken6)"), "shiboken6"),
    (re.compile(r"(PIL/|pillow\.libs/)"), "pillow"),
    (re.compile(r"Cryptodome/"), "pycryptodomex"),
    (re.compile(r"fontTools/"), "fonttools"),
    (re.compile(r"pypdfium2(_raw)?/"), "pypdfium2"),
    (re.compile(r"(lxml|msgspec|numpy|pikepdf|sqlcipher3|uharfbuzz|zstandard)(\.libs)?/"), ""),
)

# Libraries that came inside of a Python package: who made them, and under what. Their texts are
# among the license files of that package; versions are what the package says of them.
BUNDLED = (
    (re.compile(r"libicu(data|i18n|uc)"), "ICU", "Unicode-3.0"),
    (re.compile(r"libXau-"), "libXau", "MIT-open-group"),
    (re.compile(r"libxcb-[0-9a-f]{8}"), "libxcb", "X11"),
    (re.compile(r"libjpeg-"), "libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib"),
    (re.compile(r"liblcms2-"), "Little CMS", "MIT"),
    (re.compile(r"liblzma-"), "XZ Utils (liblzma)", "0BSD"),
    (re.compile(r"libopenjp2-"), "OpenJPEG", "BSD-2-Clause"),
    (re.compile(r"libtiff-"), "LibTIFF", "libtiff"),
    (re.compile(r"libzstd-"), "Zstandard", "BSD-3-Clause"),
    (re.compile(r"libqpdf-"), "qpdf", "Apache-2.0"),
    (
        re.compile(r"libgfortran-"),
        "GNU Fortran run time",
        "GPL-3.0-or-later WITH GCC-exception-3.1",
    ),
    (re.compile(r"libquadmath-"), "GNU quadmath", "LGPL-2.1-or-later"),
    (re.compile(r"libscipy_openblas"), "OpenBLAS with LAPACK", "BSD-3-Clause"),
    (re.compile(r"libpdfium"), "PDFium", "BSD-3-Clause AND Apache-2.0"),
)

# Libraries of the system that the release is built on.
SYSTEM = (
    (re.compile(r"(ld-linux|lib(c|m|dl|pthread|rt)\.so)"), "GNU C Library", "LGPL-2.1-or-later"),
    (re.compile(r"libX11"), "libX11", "MIT AND X11"),
    (re.compile(r"libxcb-(cursor|icccm|image|keysyms|render-util|util)\."), "XCB utilities", "X11"),
    (re.compile(r"libxcb-"), "libxcb", "X11"),
    (re.compile(r"libxkbcommon"), "libxkbcommon", "MIT"),
    (re.compile(r"libbrotli"), "Brotli", "MIT"),
    (re.compile(r"libbz2"), "bzip2", "bzip2-1.0.6"),
    (re.compile(r"lib(crypto|ssl)"), "OpenSSL", "Apache-2.0"),
    (re.compile(r"libexpat"), "Expat", "MIT"),
    (re.compile(r"libffi"), "libffi", "MIT"),
    (re.compile(r"libfontconfig"), "Fontconfig", "HPND"),
    (re.compile(r"libfreetype"), "FreeType", "FTL"),
    (re.compile(r"lib(gcc_s|stdc\+\+)"), "GCC run time", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    (re.compile(r"lib(glib|gthread)-2"), "GLib", "LGPL-2.1-or-later"),
    (re.compile(r"liblzma"), "XZ Utils (liblzma)", "0BSD"),
    (re.compile(r"libpcre2"), "PCRE2", "BSD-3-Clause"),
    (re.compile(r"libpng16"), "libpng", "libpng-2.0"),
    (re.compile(r"(lib)?sqlite3"), "SQLite", "blessing"),
    (re.compile(r"libuuid"), "libuuid", "BSD-3-Clause"),
    (re.compile(r"(libz\.|zlib)"), "zlib", "Zlib"),
    (re.compile(r"libzstd"), "Zstandard", "BSD-3-Clause"),
)

WITHIN = "among those of "
PILLOW_NAMES = {
    "libjpeg-turbo": "libjpeg_turbo", "Little CMS": "littlecms2", "OpenJPEG": "jpg_2000",
    "LibTIFF": "libtiff", "libxcb": "xcb",
}  # fmt: skip

# What is compiled into a package and named nowhere in it.
INSIDE = (
    ("sqlcipher3", "SQLCipher", "BSD-3-Clause", "sqlcipher.txt"),
    ("sqlcipher3", "SQLite (in sqlcipher3)", "blessing", "sqlite.txt"),
    ("sqlcipher3", "OpenSSL (in sqlcipher3)", "Apache-2.0", "Apache-2.0.txt"),
    ("uharfbuzz", "HarfBuzz", "MIT", "harfbuzz.txt"),
    ("pillow", "FreeType (in pillow)", "FTL", ""),
    ("pillow", "HarfBuzz (in pillow)", "MIT", "harfbuzz.txt"),
    ("pillow", "Raqm (in pillow)", "MIT", ""),
    ("pillow", "zlib (in pillow)", "Zlib", ""),
)

# Where the metadata of a package names its license in words of its own, or not at all.
CORRECTED = {
    "click-default-group": "Unlicense",
    "defusedxml": "PSF-2.0",
    "et-xmlfile": "MIT AND PSF-2.0",
    "fonttools": "MIT",
    "lxml": "BSD-3-Clause",
    "openpyxl": "MIT",
    "pluggy": "MIT",
    "pycryptodomex": "BSD-2-Clause AND Unlicense",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "sqlcipher3": "Zlib",
    "sqlite-fts4": "Apache-2.0",
    "tzdata": "Apache-2.0",
    "uharfbuzz": "Apache-2.0",
}

# Texts that a package does not carry along.
ADDED_TEXTS = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt", "qt-parts.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "fpdf2": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}


@dataclass(slots=True)
class Part:
    """``texts`` are titles and license texts; ``files`` places in ``_internal``."""

    name: str
    version: str
    license: str
    kind: str  # "package", "library", "interpreter", "data"
    purl: str = ""
    files: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


def find_parts(inside: Path) -> list[Part]:
    """Everything by others in the program's ``_internal`` folder, by name.

    Raises SetupError for files that belong to nobody known here.
    """
    parts = {part.name: part for part in _fixed_parts()}
    unknown = []
    for path in sorted(inside.rglob("*")):
        place = path.relative_to(inside).as_posix()
        if path.is_symlink() or not path.is_file():
            continue
        part = _part_of(place, parts)
        if part is None and OWN.match(place):
            continue
        if part is None:
            unknown.append(place)
        else:
            part.files.append(place)
    if unknown:
        raise SetupError(
            f"Of these files nobody knows whose they are: {', '.join(unknown[:10])}. Name them in "
            "packaging/shipped_parts.py."
        )
    without = [part.name for part in parts.values() if not part.texts]
    if without:
        raise SetupError(f"No license text is there for {', '.join(without)}.")
    return sorted(parts.values(), key=lambda part: part.name.casefold())


def _fixed_parts() -> Iterator[Part]:
    for name, version in freezing.runtime_packages().items():
        yield _package(name, version)
    for owner, name, spdx, text in INSIDE:
        texts = _own_texts(text) if text else {f"{WITHIN}{owner}": _joined(_texts_of(owner))}
        yield Part(name, _inside_version(name, owner), spdx, "library", "", [], texts)
    yield Part(
        "Python", platform.python_version(), "Python-2.0", "interpreter",
        f"pkg:generic/python@{platform.python_version()}", [], {"Python": _python_license()},
    )  # fmt: skip
    for name, spdx, text in (
        ("Liberation fonts", "OFL-1.1", "fonts/LICENSE-Liberation.txt"),
        ("Public Sans", "OFL-1.1", "fonts/LICENSE-PublicSans.txt"),
        ("Material Icons", "Apache-2.0", "icons/LICENSE-icons.txt"),
    ):
        path = freezing.CHECKOUT / "resources" / text
        yield Part(name, "", spdx, "data", "", [], {name: path.read_text("utf-8")})
    yield Part("PyInstaller bootloader", _version("pyinstaller"),
               "GPL-2.0-or-later WITH Bootloader-exception", "library",
               f"pkg:pypi/pyinstaller@{_version('pyinstaller')}", [],
               _texts_of("pyinstaller"))  # fmt: skip


def _part_of(place: str, parts: dict[str, Part]) -> Part | None:
    if PYTHON.match(place):
        return parts["Python"]
    for pattern, title in RESOURCES:
        if pattern.match(place):
            return parts[title]
    name = place.rpartition("/")[2]
    for pattern, title, spdx in BUNDLED:
        if pattern.match(name):
            owner = _owner(place, parts)
            if owner is None:
                raise SetupError(f"{place} came inside of no package that is known here.")
            part = _bundled(title, spdx, owner)
            return parts.setdefault(part.name, part)
    owner = _owner(place, parts)
    if owner is not None:
        return owner
    for pattern, title, spdx in SYSTEM:
        if pattern.match(name):
            return _system(title, spdx, name, parts)
    return None


def _owner(place: str, parts: dict[str, Part]) -> Part | None:
    """The Python package whose folder a file stands in."""
    if ".dist-info/" in place:
        return parts.get(_canonical(place.partition("-")[0]))
    for pattern, package in PACKAGES:
        found = pattern.match(place)
        if found:
            return parts.get(package or _canonical(found[1]))
    return None


def _package(name: str, version: str) -> Part:
    told = importlib.metadata.metadata(name).json
    stated = told.get("license_expression") or told.get("license") or ""
    spdx = CORRECTED.get(name) or str(stated)
    texts = _texts_of(name)
    for text in ADDED_TEXTS.get(name, ()):
        texts |= _own_texts(text)
    if not spdx:
        raise SetupError(f"{name} names no license: look it up and add it to CORRECTED.")
    return Part(name, version, spdx, "package", f"pkg:pypi/{name}@{version}", [], texts)


def _texts_of(package: str) -> dict[str, str]:
    """The license files that a package brings."""
    found = {}
    for path in importlib.metadata.distribution(package).files or ():
        place = str(path).replace("\\", "/")
        is_text = re.search(
            r"dist-info/(.*/)?(licen[cs]es?/|[^/]*(licen[cs]e|copying|notice))", place, re.I
        )
        located = Path(str(path.locate()))
        if is_text and located.is_file() and "sboms/" not in place:
            title = place.partition(".dist-info/")[2].removeprefix("licenses/")
            found[title] = located.read_text("utf-8", "replace")
    return found


def _bundled(title: str, spdx: str, owner: Part) -> Part:
    texts = _own_texts("unicode.txt") if title == "ICU" else {"": _joined(owner.texts)}
    told = {f"{WITHIN}{owner.name}": next(iter(texts.values()))}
    version = _bundled_version(title, owner.name)
    return Part(f"{title} (in {owner.name})", version, spdx, "library", "", [], told)


def _bundled_version(title: str, package: str) -> str:
    """ "" where the package does not say."""
    if package == "pillow":
        feature = PILLOW_NAMES.get(title, "")
        from PIL import features  # noqa: PLC0415

        return str(features.version(feature) or "") if feature else ""
    if title == "qpdf":
        import pikepdf  # noqa: PLC0415

        return str(pikepdf.__libqpdf_version__)
    if title == "PDFium":
        import pypdfium2  # noqa: PLC0415

        return str(pypdfium2.PDFIUM_INFO)
    if title.startswith("OpenBLAS"):
        import numpy as np  # noqa: PLC0415

        return str(np.show_config(mode="dicts")["Build Dependencies"]["blas"]["version"])
    return ""


def _system(title: str, spdx: str, name: str, parts: dict[str, Part]) -> Part:
    if sys.platform == "linux":
        package, version, text = debian_package(name)
    else:  # it came with Python, whose license file there names it
        package, version, text = "", "", _python_license()
    if title not in parts:
        purl = f"pkg:deb/debian/{package}@{version}" if package else ""
        parts[title] = Part(title, version, spdx, "library", purl)
    parts[title].texts[f"{package or name}"] = text
    return parts[title]


@functools.cache
def debian_package(library: str) -> tuple[str, str, str]:
    """Name, version and copyright file of the package a library came from.

    Raises SetupError where that cannot be told: a release is built on Debian.
    """
    folder = Path("/usr/lib") / (sysconfig.get_config_var("MULTIARCH") or "")
    places = [folder / library, Path("/lib") / folder.name / library]
    real = next((path.resolve() for path in places if path.exists()), None)
    if real is None or not shutil.which("dpkg-query"):
        raise SetupError(f"Where {library} comes from cannot be told on this system.")
    for path in (real, *places, Path(str(real).removeprefix("/usr"))):
        told = subprocess.run(
            ["dpkg-query", "--search", str(path)], capture_output=True, text=True, check=False
        )
        if told.returncode == 0:
            package = told.stdout.partition(":")[0]
            break
    else:
        raise SetupError(f"{library} belongs to no package of this system.")
    shown = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}", package],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    text = Path("/usr/share/doc") / package / "copyright"
    if not text.is_file():
        raise SetupError(f"The license text of {package} is missing on this system.")
    return package, shown.stdout.split("\n")[0].strip(), text.read_text("utf-8", "replace")


def _inside_version(name: str, owner: str) -> str:
    if owner == "pillow":
        from PIL import features  # noqa: PLC0415

        feature = name.partition(" ")[0].lower()
        return str(features.version("freetype2" if feature == "freetype" else feature) or "")
    if name == "HarfBuzz":
        import uharfbuzz  # noqa: PLC0415

        return str(uharfbuzz.version_string())
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    if name.startswith("SQLite"):
        return str(dbapi2.sqlite_version)
    if name.startswith("OpenSSL"):
        library = next(Path(str(dbapi2.__file__)).parent.glob("_sqlite3*"))
        stated = re.search(rb"OpenSSL (\d+\.\d+\.\d+)", library.read_bytes())
        return stated[1].decode() if stated else ""
    connection = dbapi2.connect(":memory:")
    found = connection.execute("PRAGMA cipher_version").fetchone()
    connection.close()
    return str(found[0])


def _python_license() -> str:
    for folder in (sysconfig.get_path("stdlib"), sysconfig.get_config_var("prefix")):
        for name in ("LICENSE.txt", "LICENSE"):
            path = Path(str(folder)) / name
            if path.is_file():
                return path.read_text("utf-8", "replace")
    return (LICENSES / "python.txt").read_text("utf-8")


def _own_texts(name: str) -> dict[str, str]:
    return {name.removesuffix(".txt"): (LICENSES / name).read_text("utf-8")}


def _joined(texts: dict[str, str]) -> str:
    return "\n\n".join(texts.values())


def _version(package: str) -> str:
    return importlib.metadata.version(package)


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
