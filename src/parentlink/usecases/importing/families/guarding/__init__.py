"""What a file must not do in silence: lose people or blocks, or bring a barred person back."""
