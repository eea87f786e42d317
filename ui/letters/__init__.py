"""Letters to people and lists to those who act on the orders."""
