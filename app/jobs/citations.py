"""What the rules of a policy rest on, as far as a paper may say it.

A paper asserts a citation whose text was read, or that another source describes. What rests on
general knowledge, and what an earlier program or office did, is no authority: it is left out,
and told to the clerk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.documents.draft import Authority
from app.rules.policy import Policy, SourceMark

_ASSERTED = frozenset({SourceMark.V, SourceMark.S})
_CODES = {
    "HSC": "Health and Safety Code",
    "PC": "Penal Code",
    "WIC": "Welfare and Institutions Code",
}
_SECTION = re.compile(r"(HSC|PC|WIC) (\d[\d.]*(?:\([0-9A-Za-z]+\))*)(, former)?")


def authorities_by_rule(policy: Policy) -> dict[str, tuple[Authority, ...]]:
    """Rule id -> its citations that a paper may assert, in the rule's order."""
    found: dict[str, tuple[Authority, ...]] = {}
    for rule in policy.rules:
        sources = (policy.source(cite) for cite in rule.cite)
        authorities = tuple(
            Authority(full_citation(source.cite), source.says)
            for source in sources
            if source is not None and source.mark in _ASSERTED
        )
        if authorities:
            found[rule.id] = authorities
    return found


def citation_cautions(policy: Policy, rule_ids: Iterable[str]) -> list[str]:
    """A sentence for each citation of these rules that an attorney has to look at."""
    wanted = set(rule_ids)
    cites = dict.fromkeys(cite for rule in policy.rules if rule.id in wanted for cite in rule.cite)
    return [sentence for cite in cites if (sentence := _caution(policy, cite))]


def _caution(policy: Policy, cite: str) -> str:
    source = policy.source(cite)
    if source is None:
        return f"{cite} stands on no paper: the policy does not say what it says."
    if source.mark is SourceMark.S:
        return f"{cite} is cited as another source describes it; look at its words before filing."
    if source.mark not in _ASSERTED:
        return f"{cite} stands on no paper: {source.mark.value}."
    return ""


def full_citation(cite: str) -> str:
    """``HSC 11361.8(b)`` -> ``Health and Safety Code section 11361.8(b)``; others as they are."""
    found = _SECTION.fullmatch(cite)
    if found is None:
        return cite
    code, section, former = found.groups()
    return f"{'former ' if former else ''}{_CODES[code]} section {section}"
