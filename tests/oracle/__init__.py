"""Real Keras as the judge: what fixtures and examples of rules do when a model trains on them."""
