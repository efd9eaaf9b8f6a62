"""The kinds of documents that ecdkit knows, one folder each, with the same file names in each."""
