"""A folder that Python finds at its start: what the pages' sessions draw at random is the same in every run."""
