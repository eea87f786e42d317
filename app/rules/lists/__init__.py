"""Lists of offenses and what subdivisions mean: data of the law, read once."""
