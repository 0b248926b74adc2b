"""A text in another language than English -> its names, dates and numbers, by one list of words per language."""
