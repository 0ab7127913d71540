"""python -m parentlink, and the console script."""

import gc

gc.disable()  # a command lives for 60 ms: collecting cycles costs more than it frees


def main() -> None:
    """Start the command line."""
    from parentlink.cli import main as start

    start()


if __name__ == "__main__":
    main()
