"""Use cases: they compose the rooms below, own the transaction and report progress."""
