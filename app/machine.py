"""Is this computer enough for the program: looked at before anything heavy is loaded.

What the shipped libraries really need, found by running all of them on emulated processors
(packaging/README.md): Qt and NumPy are built for x86-64-v2 (SSE4.2, in Intel's processors since
2008 and AMD's since 2011); nothing needs AVX or AVX2. Qt 6.10 and later need Windows 10 version
1809, macOS 13, and on Linux glibc 2.34; the frozen program notes the glibc it was built for.
Standard library only, and little of it.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from app.version import PROGRAM

EXIT_CODE = 5  # like a set-up that cannot be completed
OLDEST_WINDOWS = (10, 0, 17763)  # version 1809, and Server 2019
OLDEST_GLIBC = (2, 34)
LEAST_MEMORY_GB = 4
# What the screen takes and the system rounds: a computer sold with 4 GB reports less.
_REPORTED_GB = 3.3
_NEEDS_FILE = "needs.json"  # beside the frozen program's libraries
_X86 = ("x86_64", "amd64")
# CPUID leaf 1, ECX: what x86-64-v2 adds that a system can lack.
_FEATURE_BITS = {"SSSE3": 9, "CMPXCHG16B": 13, "SSE4.1": 19, "SSE4.2": 20, "POPCNT": 23}
_WINDOWS_SSE42 = 38  # PF_SSE4_2_INSTRUCTIONS_AVAILABLE
_WINDOWS_KNOWS_SSE42 = (10, 0, 19041)  # older ones say no to every question they do not know


class Machine(NamedTuple):
    """What was found. None and an empty version: this system does not say."""

    is_64_bit: bool
    system: str  # as `sys.platform` has it
    processor: str
    windows: tuple[int, ...] = ()
    glibc: tuple[int, ...] = ()
    missing_features: tuple[str, ...] = ()
    memory_gb: float | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the program needs: what was asked for, what is there."""

    name: str
    needed: str
    found: str
    is_met: bool
    stops: bool = True  # the program cannot run without it

    @property
    def sentence(self) -> str:
        """For the person in front of a computer that lacks it."""
        if self.stops:
            return (
                f"This computer is too old for {PROGRAM}: it needs {self.needed}, and here is "
                f"{self.found}. Use a newer computer or system."
            )
        return (
            f"This computer has little memory for {PROGRAM}: {self.needed} are needed, and here "
            f"are {self.found}. Small files will do; large ones may be slow or fail."
        )


def find_trouble() -> str:
    """Why the program cannot run here, in a sentence; "" when it can."""
    return next((need.sentence for need in list_needs() if need.stops and not need.is_met), "")


def find_doubt() -> str:
    """Why the program may run badly here, in a sentence; "" when it should run well."""
    return next((need.sentence for need in list_needs() if not need.stops and not need.is_met), "")


def list_needs() -> list[Need]:
    """Everything the program needs of this computer, with what is there."""
    return judge(read_machine(), needed_glibc())


def judge(machine: Machine, glibc: tuple[int, ...] = OLDEST_GLIBC) -> list[Need]:
    """The needs of the program on a machine."""
    words = "a 64-bit system" if machine.is_64_bit else "a 32-bit system"
    needs = [Need("System", "a 64-bit system", words, machine.is_64_bit)]
    if machine.windows:
        needs.append(
            Need(
                "Windows", "Windows 10 version 1809 or later",
                f"Windows {_dotted(machine.windows)}", machine.windows >= OLDEST_WINDOWS,
            )
        )  # fmt: skip
    if machine.glibc:
        needs.append(
            Need(
                "C library", f"Linux with glibc {_dotted(glibc)} or later",
                f"glibc {_dotted(machine.glibc)}", machine.glibc >= glibc,
            )
        )  # fmt: skip
    if machine.processor.lower() in _X86:
        missing = ", ".join(machine.missing_features)
        found = f"one without {missing}" if missing else "a processor with SSE4.2"
        needed = "a processor with SSE4.2 (made since about 2011)"
        needs.append(Need("Processor", needed, found, not missing))
    if machine.memory_gb is not None:
        is_enough = machine.memory_gb >= _REPORTED_GB
        needed, found = f"{LEAST_MEMORY_GB} GB", f"{machine.memory_gb:.1f} GB"
        needs.append(Need("Memory", needed, found, is_enough, stops=False))
    return needs


def read_machine() -> Machine:
    """Look at this computer."""
    if sys.platform == "win32":
        windows = sys.getwindowsversion().platform_version
        return Machine(
            is_64_bit=sys.maxsize > 2**32,
            system=sys.platform,
            processor=os.environ.get("PROCESSOR_ARCHITECTURE", ""),
            windows=tuple(windows),
            missing_features=_missing_on_windows(tuple(windows)),
            memory_gb=_windows_memory(),
        )
    processor = os.uname().machine
    is_linux_pc = sys.platform == "linux" and processor in _X86
    return Machine(
        is_64_bit=sys.maxsize > 2**32,
        system=sys.platform,
        processor=processor,
        glibc=_glibc(),
        missing_features=_missing_on_linux() if is_linux_pc else (),
        memory_gb=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9,
    )


def needed_glibc() -> tuple[int, ...]:
    """The glibc that this build asks for; a checkout asks for what its packages do."""
    inside = getattr(sys, "_MEIPASS", None)
    if inside is None:
        return OLDEST_GLIBC
    try:
        return tuple(json.loads((Path(inside) / _NEEDS_FILE).read_text("utf-8"))["glibc"])
    except (OSError, ValueError, KeyError):
        return OLDEST_GLIBC


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _glibc() -> tuple[int, ...]:
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
        return tuple(int(part) for part in version.split(".")[:2]) if name == "glibc" else ()
    except (OSError, ValueError):  # another C library
        return ()


class _Leaf(ctypes.Structure):
    """``struct cpuid_feature`` of glibc's <sys/platform/x86.h>: what CPUID says, what is usable."""

    _fields_ = (("cpuid", ctypes.c_uint32 * 4), ("active", ctypes.c_uint32 * 4))


def _missing_on_linux() -> tuple[str, ...]:
    """Asks the processor by way of glibc (2.33 and later); () where it does not say."""
    try:
        ask = ctypes.CDLL("libc.so.6")["__x86_get_cpuid_feature_leaf"]
    except (OSError, AttributeError):
        return ()
    ask.argtypes, ask.restype = [ctypes.c_uint], ctypes.POINTER(_Leaf)
    ecx = ask(0).contents.cpuid[2]
    return tuple(name for name, bit in _FEATURE_BITS.items() if not ecx >> bit & 1)


def _missing_on_windows(version: tuple[int, ...]) -> tuple[str, ...]:
    if sys.platform == "win32" and version >= _WINDOWS_KNOWS_SSE42:
        has_it = ctypes.windll.kernel32.IsProcessorFeaturePresent(_WINDOWS_SSE42)
        return () if has_it else ("SSE4.2",)
    return ()


class _MemoryStatus(ctypes.Structure):
    """``MEMORYSTATUSEX`` of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("total", ctypes.c_uint64),
        ("rest", ctypes.c_uint64 * 6),
    )


def _windows_memory() -> float | None:
    if sys.platform == "win32":
        status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
        if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
            return status.total / 1e9
    return None
