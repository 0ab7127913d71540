"""TYPE: one file per feature; parse, one use case, show."""
