"""The desk as tools for a language model (Model Context Protocol): read-only, every line with the words it rests on."""
