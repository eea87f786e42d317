"""Files for other programs: the result files offices know, and a workbook for lawyers."""
