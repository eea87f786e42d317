"""Tables of any origin, row by row as text: delimited text and workbooks."""
