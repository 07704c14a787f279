"""The built-in rules: one file a rule, each with its documentation, its metadata and its check."""
