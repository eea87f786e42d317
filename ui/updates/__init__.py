"""Newer programs and policies, from a stick."""
