"""Bytes to findings: each output judged against its schema and the specification, never against the writer."""
