"""The pages of docs/reference, made from the code: `make golden` writes them, the plain test compares."""
