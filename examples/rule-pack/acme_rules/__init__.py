"""House rules of an imaginary company."""
