"""`python -m perfnlp`."""

from perfnlp.cli import main

if __name__ == "__main__":
    main()
