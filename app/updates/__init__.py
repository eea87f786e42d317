"""Signed bundles: a newer program or newer policies, carried over on a stick."""
