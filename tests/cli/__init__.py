"""The command line from end to end: what a user types, and everything that comes back."""
