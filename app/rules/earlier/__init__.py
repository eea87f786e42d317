"""What the earlier tools answered, read literally, and which known point of theirs explains it.

`texts` reads one offense text their way, `reading` a person's record, `tables` are
the decision tables, `cells` the result columns, `points` finds the differences to
our answers. Nothing here decides anything about anybody: it only compares.
"""
