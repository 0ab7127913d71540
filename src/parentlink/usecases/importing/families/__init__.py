"""Families: read the file, find out who is who, guard who is there already, plan, and write."""
