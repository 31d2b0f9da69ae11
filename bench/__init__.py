"""How fast the program is, as ratios to what any program of its kind has to do: `python -m bench`."""
