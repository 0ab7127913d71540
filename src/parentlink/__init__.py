"""parentlink keeps a school's relationships with pupils' families."""

__version__ = "0.1.0"
