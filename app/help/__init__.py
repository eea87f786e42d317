"""The help: its topics, its search, the numbers of errors, the glossary, the sections."""
