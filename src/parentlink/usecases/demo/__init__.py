"""DO: sample files with invented families, to try things on and to measure with."""
