"""FILES: one module per format that comes in or goes out."""
