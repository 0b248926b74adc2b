"""HTTP requests of programs -> JSON answers: one table of operations makes routes, checks and document."""
