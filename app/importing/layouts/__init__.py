"""Column mapping: how the columns of a list nobody knows become rows of the state's form.

`layout` is a mapping as data, `loading` and `writing` its file, `fields` what a column can
hold; `columns` fits a layout to the header of a file, `reader` reads with it; `recognize`
finds the layout of a file, `propose` makes one up for a file of an unknown kind; `look` says
what would be understood, before anything is imported.
"""
