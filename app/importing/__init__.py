"""Reading files: what a file is, its records, and the rap sheets assembled from them."""
