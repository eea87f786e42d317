"""The list of convictions in memory: filtered, counted, searched and sorted by columns.

Nothing else in the program uses NumPy, and nothing loads this package until a list is asked for.
"""
