"""The workspace: one encrypted file an office. All SQL stands here and nowhere else."""
