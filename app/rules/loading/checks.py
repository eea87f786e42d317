"""What can be told only of a whole policy: what is used, sourced, signed, and can decide."""

from __future__ import annotations

from datetime import date

from app.rules.loading.authority import SIGN_OFF, check_citations, entry_tables
from app.rules.loading.implication import Implication
from app.rules.loading.lines import Lines
from app.rules.loading.problems import Table
from app.rules.loading.reach import is_procedure_gap, row_problems
from app.rules.loading.rules import procedure_tables, rule_tables, used_options, used_values
from app.rules.policy import ChosenBy, DatedValue, Policy, holds_on, near_miss


def check_use(policy: Policy, table: Table) -> None:
    """Options and values that no row asks for."""
    others = [policy.scope, *(row.when for row in policy.procedures)]
    used = used_options(policy.rules, others)
    used |= {option.enabled_by for option in policy.options}
    for option in table.tables("option", named_by="name"):
        name = option.text("name")
        if name and name not in used:
            option.add(
                f"it is not used by any rule: name it in one, as \"${name}\" or in 'if_option', "
                "or take it out",
                "name",
            )
    used = used_values(policy.rules, others)
    for value in table.tables("value", named_by="name"):
        name = value.text("name")
        if name and name not in used:
            value.add(
                f'it is not used by any rule: name it in one, as "@{name}", or take it out', "name"
            )


def check_sources(policy: Policy, table: Table) -> None:
    """Every citation has its source."""
    known = [source.cite for source in policy.sources]
    check_citations([table], "authority", known)
    check_citations([*rule_tables(table), *procedure_tables(table)], "cite", known)
    for value in table.tables("value", named_by="name"):
        check_citations(entry_tables(value), "cite", known)


def check_values(policy: Policy, table: Table) -> None:
    """A value chosen by the as-of date must hold on all days that the policy is for."""
    by_name = {value.name: value for value in policy.values}
    for place in table.tables("value", named_by="name"):
        value = by_name.get(str(place.content.get("name")).strip())
        if value is None or value.by is not ChosenBy.AS_OF or not value.entries:
            continue
        for bound, key, side in (
            (policy.earliest_on, "earliest_on", "earlier"),
            (policy.latest_on, "latest_on", "later"),
        ):
            if bound is not None and not _may_hold(value, bound):
                place.add(
                    f"it has no entry for {bound}, the '{key}' of the policy: add an {side} entry"
                )


def _may_hold(value: DatedValue, day: date) -> bool:
    return any(holds_on(entry.from_on, entry.until_on, day) for entry in value.entries)


def check_signature(policy: Policy, table: Table) -> None:
    """A signature covers what stands above it: nothing may follow it, and it needs its line."""
    text = policy.text.replace("\r\n", "\n")
    lines = Lines.read(text)
    found = SIGN_OFF.search(text)
    line = None if found is None else text.count("\n", 0, found.start()) + 1
    header = lines.of.get(("sign_off",))
    if line != header:
        key = ("sign_off",) if header is not None else ()
        table.add(
            "[sign_off] must begin its line, be written just so, and stand nowhere else at the "
            f"beginning of a line (line {header if header is not None else line})",
            *key,
        )
        return
    for place, at in lines.of.items():
        if header is not None and place[0] != "sign_off" and at > header:
            problem = f"'{place[0]}' stands below [sign_off], where no signature covers it"
            table.add(f"{problem}: move it above", *place)
            return
    _check_signed_options(policy, table)


def _check_signed_options(policy: Policy, table: Table) -> None:
    by_name = {option.name: option for option in policy.options}
    for name, value in policy.sign_off.options if policy.sign_off else ():
        option, way = by_name.get(name), ("sign_off", "options", name)
        if option is None:
            close = near_miss(name, list(by_name))
            table.add(f"it was signed off with '{name}', which is no option{close}", *way)
            continue
        try:
            option.read(value)
        except ValueError:
            table.add(
                f"it was signed off with '{name}' as '{value}': give {option.range_in_words}", *way
            )


def check_rows(policy: Policy, table: Table) -> None:
    """Rows that can never decide, and a table of procedures with a gap."""
    if Implication(policy).excludes([policy.scope]):
        words = "no conviction can be in it: two of its conditions exclude each other; mend one"
        table.problems.add("[scope]", words, ("scope", "when"))
        return
    tables = (rule_tables(table), procedure_tables(table))
    for rows, found in zip(tables, row_problems(policy), strict=True):
        by_id: dict[str, Table] = {}
        for row in rows:
            by_id.setdefault(str(row.content.get("id", "")).strip(), row)
        for problem in found:
            if problem.row_id in by_id:
                by_id[problem.row_id].add(problem.text, problem.key)
    if is_procedure_gap(policy):
        table.add(
            "the table of procedures leaves convictions without a row: add the other answer, or a "
            'last row with when = { predicate = "otherwise" }',
            "procedure",
        )
