"""Nouns -> parts that several pages show: cards, figures, timelines, people, contested matters."""
