"""The lists that ship with the program: notices for people, a CycloneDX list for machines.

``THIRD-PARTY-NOTICES.txt`` names every part by others with its license and prints each text once;
``parts.cdx.json`` is a CycloneDX 1.6 software bill of materials, checked against its schema. Both
are the same for the same build: nothing in them is of the day or by chance.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterable
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from messages import SetupError
from packageurl import PackageURL
from shipped_parts import WITHIN, Part, find_parts

NOTICES, BOM = "THIRD-PARTY-NOTICES.txt", "parts.cdx.json"
_RULE = "=" * 100
_TYPES = {
    "package": ComponentType.LIBRARY,
    "library": ComponentType.LIBRARY,
    "interpreter": ComponentType.PLATFORM,
    "data": ComponentType.DATA,
}


def write_lists(inside: Path, version: str) -> list[Part]:
    """Write both lists into the program's ``_internal`` folder; gives the parts."""
    parts = find_parts(inside)
    (inside / NOTICES).write_text(notices(parts), "utf-8", newline="\n")
    (inside / BOM).write_text(bill(parts, inside, version), "utf-8", newline="\n")
    return parts


def notices(parts: Iterable[Part]) -> str:
    """The parts in a table, then each license text once with the parts it is for."""
    parts = list(parts)
    table = [f"{part.name} {part.version}".strip() + f"\n    {part.license}" for part in parts]
    texts: dict[str, list[str]] = {}
    for part in parts:
        for title, text in part.texts.items():
            if title.startswith(WITHIN):  # printed with its package
                continue
            told = f"{part.name} ({title})" if title != part.name else part.name
            texts.setdefault(text.strip(), []).append(told)
    lines = (
        "Relief Desk is licensed under the Apache License 2.0 (the file LICENSE). It contains",
        "these works of others. Libraries under the LGPL stand as files of their own here and",
        "may be replaced; fpdf2 stands in the program's archive and is replaced by building the",
        "program anew. The sources of each are published by its makers under the name and",
        "version given here.",
    )
    head = "\n".join((*lines, ""))
    body = [
        f"{_RULE}\nFor: {', '.join(titles)}\n{_RULE}\n\n{text}\n" for text, titles in texts.items()
    ]
    return "\n".join([head, *table, "", *body])


def bill(parts: Iterable[Part], inside: Path, version: str) -> str:
    """CycloneDX 1.6 as JSON. Raises SetupError when the schema refuses it."""
    make = LicenseFactory()
    bom = Bom()
    bom.metadata.component = Component(
        name="Relief Desk", version=version, type=ComponentType.APPLICATION, bom_ref="relief-desk",
        licenses=[make.make_from_string("Apache-2.0")],
    )  # fmt: skip
    for part in parts:
        component = Component(
            name=part.name, version=part.version or None, type=_TYPES[part.kind],
            bom_ref=re.sub(r"[^a-z0-9]+", "-", f"{part.name} {part.version}".lower()).strip("-"),
            licenses=[make.make_from_string(part.license)],
            purl=PackageURL.from_string(part.purl) if part.purl else None,
            hashes=[_hash_of(part, inside)] if part.files else [],
            properties=[Property(name="relief-desk:files", value=str(len(part.files)))],
        )  # fmt: skip
        bom.components.add(component)
        bom.register_dependency(bom.metadata.component, [component])
    made = json.loads(JsonV1Dot6(bom).output_as_string())
    made["metadata"].pop("timestamp", None)  # equal builds, equal lists
    made.pop("serialNumber", None)
    content = json.dumps(made, sort_keys=True)
    made["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_OID, content).urn
    text = json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if problem is not None:
        raise SetupError(f"The list of parts does not follow its schema: {problem}")
    return text


def _hash_of(part: Part, inside: Path) -> HashType:
    """Of all its files in their order: each name and content."""
    digest = hashlib.sha256()
    for place in part.files:
        path = inside / place
        if path.is_file():
            digest.update(place.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return HashType(alg=HashAlgorithm.SHA_256, content=digest.hexdigest())
