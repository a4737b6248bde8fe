"""``python -m casestudy`` is the command ``casestudy``."""

from casestudy.cli import main

if __name__ == "__main__":
    main(prog_name="casestudy")
