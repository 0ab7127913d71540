"""Text into values: what people type and what files contain, checked once for both."""
