"""Fuzzing: whatever the bytes of a record, a table, a cache or a command line are, there is an answer or a refusal.

    make fuzz                       # every target, ten minutes in all
    make fuzz MINUTES=60            # longer
    make fuzz TARGETS="merge edits" # only these

`make fuzz` runs each target (targets.py) under atheris, which mutates what reached new code; it makes an environment of
its own, build/fuzz/env, since no other work needs atheris. Records and tables are mutated as trees, lines and bytes
(mutations.py), with values at the edge of what is allowed (words.py), beginning with the sample's records and those of
every error (corpus.py). Nothing here is collected by pytest; tests/test_nearly_records.py runs a little of it with the
other tests.

| target | what must hold |
| --- | --- |
| `records`, `tables` | a file is a record, or an error with its place; fast readers say what the parser says |
| `layout` | a file laid out says the same, keeps its comments, and is laid out as it is the second time |
| `edits` | edits say what is meant; every other line stands as it stood |
| `merge` | three versions give a record or a conflict; no event of either side goes missing |
| `commands` | a command over nearly right records ends with 0, 1 or 2 |
| `arguments` | so does any line of words |
| `given` | a sheet or a list that is handed to a command is taken, or its wrong lines are told |
| `times` | what people type is a time, a value, an id, or refused |
| `cache` | whatever lies in the cache, a command says what it says without one |

A failure is kept in build/fuzz/found, once for each place it comes from: its input, and the traceback. Run it again by

    python -m tests.fuzz --again build/fuzz/found/NAME.input

mend it, and write down what was wrong as a test of the module that was. The corpus in build/fuzz/corpus grows from run
to run.
"""
