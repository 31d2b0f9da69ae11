"""Lets `python -m aftercare_cli` stand for the `aftercare` command."""

from aftercare_cli.cli.main import run

if __name__ == "__main__":
    run()
