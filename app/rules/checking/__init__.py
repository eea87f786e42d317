"""Is a policy right: rows that cannot decide, convictions no row answers, case tables."""
