"""Files of other programs, read as streams of rows. Two calls are all that others need.

`recognising.recognise(path)` says what a file is, by its content: a `Found` with its parts, or one of the errors of
`refusing`. `reading.read(found, now=…)` gives what is in it: a `Row` or a `Skipped` for each row of the file, and
`Remark`s on the file as a whole. Nothing here knows a store, a person or a network, and the names of
other programs are known here alone.
"""
