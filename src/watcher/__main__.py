"""``python -m watcher`` and the ``watcher`` command."""


def main() -> None:
    """Run the command line; the exit status is the verb's."""
    from watcher.cli import run_cli  # noqa: PLC0415 - completion and --help load only this

    run_cli()


if __name__ == "__main__":
    main()
