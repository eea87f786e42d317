"""x"""

from __future__ import annotations


def open_mapping(*a: object) -> None:
    """x"""
