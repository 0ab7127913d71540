"""SHOW: answers become tables, JSON or CSV; only output.py writes."""
