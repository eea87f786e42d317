"""Everything of a workspace in plain open formats, with a description: no office is locked in."""
