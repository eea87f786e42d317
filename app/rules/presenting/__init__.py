"""A policy as an attorney reads it."""
