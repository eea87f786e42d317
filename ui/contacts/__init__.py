"""The address book of the office."""
