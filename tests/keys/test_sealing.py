"""A key sealed under a passphrase, and the key as it is printed and typed again."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import InputError
from app.store import sealing
from app.store.key import Key, random_key
from app.store.recovery_code import (
    code_of,
    find_line_problem,
    read_code,
    resembles_code,
)
from app.store.sealing import UnreadableSlotError, join, seal, seal_again, unseal

WORDS = "Ünder the oak, 7 times"


def test_a_slot_opens_with_its_passphrase_and_no_other() -> None:
    """The same letters typed on another keyboard too; another user's slot is not exchangeable."""
    key = random_key()
    slot = seal(key, WORDS, "A. Head")
    assert unseal(slot, WORDS, "A. Head", key.salt) == key
    assert unseal(slot, "U\u0308nder the oak, 7 times", "A. Head", key.salt) == key
    assert unseal(slot, WORDS.lower(), "A. Head", key.salt) is None
    assert unseal(slot, WORDS, "B. Attorney", key.salt) is None
    assert key.hex[:64] not in slot
    assert WORDS not in slot


def test_the_key_is_changed_without_the_passphrase() -> None:
    """The slot of the new key opens the new file alone; the joined one opens either."""
    old, new = random_key(), random_key()
    slot = seal(old, WORDS, "A. Head")
    fresh = seal_again(slot, new, "A. Head")
    assert unseal(fresh, WORDS, "A. Head", new.salt) == new
    with pytest.raises(UnreadableSlotError):
        unseal(fresh, WORDS, "A. Head", old.salt)
    both = join(slot, fresh)
    assert unseal(both, WORDS, "A. Head", old.salt) == old
    assert unseal(both, WORDS, "A. Head", new.salt) == new


def test_whoever_knew_the_old_key_does_not_come_to_the_new_one() -> None:
    """What the workspace keeps of a user holds nothing that opens without the passphrase."""
    old, new = random_key(), random_key()
    slot = json.loads(seal(old, WORDS, "A. Head"))
    fresh = json.loads(seal_again(json.dumps(slot), new, "A. Head"))
    assert {name: fresh[name] for name in fresh if name != "keys"} == {
        name: slot[name] for name in slot if name != "keys"
    }
    assert set(slot) == {"scrypt", "private", "public", "keys"}


@pytest.mark.parametrize(
    "spoil",
    [
        {"scrypt": {"n": 1 << 30, "r": 8, "p": 1, "salt": "AAAA"}},
        {"scrypt": {"n": 1 << 10, "r": 4096, "p": 1, "salt": "AAAA"}},
        {"scrypt": {"n": 1000, "r": 8, "p": 1, "salt": "AAAA"}},
        {"scrypt": {"n": True, "r": 8, "p": 1, "salt": "AAAA"}},
        {"scrypt": None},
        {"private": "AAAA"},
        {"private": 7},
        {"keys": []},
        {"keys": {}},
    ],
)
def test_a_spoiled_slot_is_told_apart_from_a_wrong_passphrase(spoil: dict[str, object]) -> None:
    """Also costs that would take all of a computer's memory."""
    key = random_key()
    slot = json.loads(seal(key, WORDS, "A. Head"))
    with pytest.raises(UnreadableSlotError):
        unseal(json.dumps({**slot, **spoil}), WORDS, "A. Head", key.salt)


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", "{", "null"])
def test_what_is_no_slot_at_all(text: str) -> None:
    """Any text may stand in the file beside a workspace."""
    with pytest.raises(UnreadableSlotError):
        unseal(text, WORDS, "A. Head", "00" * 16)


def test_the_costs_are_those_on_record() -> None:
    """128 MB for a guess, as the help says."""
    assert 128 * 131_072 * 8 == 128 << 20
    assert sealing._MOST["n"] == 1 << 20


def test_a_key_is_not_shown_and_does_not_leave_its_process() -> None:
    """Not in its repr, not in an error's text, not to a worker."""
    key = random_key()
    assert key.hex not in f"{key!r} {key}"
    assert repr(code_of(key)) == "Code()"
    with pytest.raises(TypeError, match="does not leave"):
        pickle.dumps(key)


@given(st.binary(min_size=32, max_size=32))
def test_a_code_is_typed_as_it_was_printed(raw: bytes) -> None:
    """In small letters, without hyphens, with I, L and O for what they look like, in one line."""
    lines = code_of(Key.of(raw, "00" * 16)).lines
    assert [len(line) for line in lines] == [19] * 4
    text = "\n".join(lines)
    assert read_code(text) == raw
    assert read_code(text.lower().replace("-", "")) == raw
    assert read_code(text.replace("0", "O").replace("1", "l")) == raw
    assert read_code(" ".join(lines)) == raw
    assert read_code("\n".join(f"{n}  {line}" for n, line in enumerate(lines, 1))) == raw
    assert resembles_code(text)


@given(
    st.binary(min_size=32, max_size=32),
    st.integers(0, 3),
    st.integers(0, 15),
    st.integers(1, 31),
)
def test_a_mistyped_line_is_named(raw: bytes, line: int, place: int, by: int) -> None:
    """One wrong sign is always found unless its line's check happens to agree: 1 in 32,768."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    lines = [one.replace("-", "") for one in code_of(Key.of(raw, "00" * 16)).lines]
    was = lines[line]
    sign = alphabet[(alphabet.index(was[place]) + by) % 32]
    lines[line] = was[:place] + sign + was[place + 1 :]
    if not find_line_problem(line + 1, lines[line]):
        return
    with pytest.raises(InputError, match=f"^Line {line + 1} is mistyped") as told:
        read_code("\n".join(lines))
    assert lines[line] not in told.value.message


def test_lines_in_another_order_and_lines_that_lack_a_sign() -> None:
    """Each line knows its place; what is missing is counted; a strange letter is named."""
    lines = list(code_of(random_key()).lines)
    with pytest.raises(InputError, match=r"Line 1 is mistyped.* Line 2 is mistyped"):
        read_code("\n".join([lines[1], lines[0], *lines[2:]]))
    with pytest.raises(InputError, match="Line 3 has 15 signs instead of 16"):
        read_code("\n".join([*lines[:2], lines[2][:-1], lines[3]]))
    with pytest.raises(InputError, match="4 lines of 16 signs; 32 signs were typed"):
        read_code("\n".join(lines[:2]))
    assert "holds U" in find_line_problem(1, "U" * 16)
    assert not resembles_code("correct horse battery staple and some more words")
