"""DECIDE: pure rules on plain values, standard library only."""
