"""DO: what a command does to the store; values in, frozen dataclasses out."""
