"""What the results look like: one module an output format."""
