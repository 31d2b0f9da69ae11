"""What a record is: types, vocabulary, identifiers."""
