"""Sealed records, holds, and the destruction of records."""
