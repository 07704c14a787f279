"""The language server: what editors are told about the files that are open in them."""
