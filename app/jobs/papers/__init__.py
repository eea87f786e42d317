"""Papers in batches: what is made, how it is written and checked, and what is missing before."""
