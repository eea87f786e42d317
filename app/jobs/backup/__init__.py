"""Backups: made, read again, proved by a drill, restored; never the last good one lost."""
