"""Official forms: read a blank, know its fields by a map, fill it, check what was filled."""
