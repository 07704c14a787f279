"""Text in: which files there are, and what they say."""
