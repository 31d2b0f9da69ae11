"""What each document says: one module per document, each with `values(source, subject)`."""
