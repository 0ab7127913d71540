"""Writing out what is on file, so that `import` reads it back to the same data."""
