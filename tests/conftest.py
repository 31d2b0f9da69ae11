"""Property tests try the same examples in every run; `--hypothesis-profile=thorough` looks further, at new ones."""

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None, database=None, max_examples=100)
settings.register_profile("thorough", deadline=None, max_examples=2_000)
settings.load_profile("same")
