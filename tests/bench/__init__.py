"""Benchmark figures, printed by `make bench`; nothing here is a test."""
