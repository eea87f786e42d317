"""One person: a record opened or pasted, the question, the answer with its reasons."""
