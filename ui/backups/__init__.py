"""Backups on screen: made, proved, restored, planned; everything handed out in plain files."""
