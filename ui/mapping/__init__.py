"""Column mapping: a person says what the columns of a list hold."""
