"""Which classes of the linted files are Keras Sequences, and what the names in them mean."""
