"""The dry run: interprets a Sequence class on a tiny imaginary data set, over its parsed source."""
