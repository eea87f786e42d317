"""The words of the papers, changed on screen with the paper beside them."""
