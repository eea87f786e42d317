"""Made-up records in the state's own formats, for tests, practice and demonstrations."""
