"""One module per command of the top level, each with its `app`."""
