"""Who is who: which rows are one person, and who that is on file."""
