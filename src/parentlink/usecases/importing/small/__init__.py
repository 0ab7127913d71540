"""The small tables, each read and written as a whole: good news, promises, staff, the calendar."""
