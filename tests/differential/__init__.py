"""Classes made up from a grammar, run with NumPy and dry-run: the two have to agree."""
