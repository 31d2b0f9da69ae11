"""The way in: one module per noun; a command parses, calls, shows."""
