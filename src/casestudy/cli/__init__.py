"""The command line: start, check, refresh, new, release."""

from __future__ import annotations

import atexit
import gc
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import casestudy
from casestudy.errors import CaseError, did_you_mean
from casestudy.seedfile import find_course
from casestudy.text import for_terminal, shortened

__all__ = ["main"]

# what was read is not looked through once more when the process ends: 80 ms after a check
atexit.register(gc.freeze)


_SHOWN = 80
"""Characters of a name that an error shows."""


class _Commands(click.Group):
    """A group that shows our errors as sentences and knows what a slip may have meant."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        try:
            return super().invoke(ctx)
        except CaseError as error:
            raise click.ClickException(for_terminal(str(error))) from error
        except OSError as error:
            if error.filename is None:  # a reader that went away, say: click ends quietly
                raise
            name = shortened(os.fsdecode(error.filename), _SHOWN)
            message = f"{name} cannot be used: {error.strerror}. Take another name or place."
            raise click.ClickException(for_terminal(message)) from error
        except click.MissingParameter as error:
            what = error.param.make_metavar(ctx) if error.param else "something"
            example = error.ctx.command.epilog if error.ctx else ""
            raise click.UsageError(f"{what} is missing. {example}") from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            ctx.fail(f"There is no command '{args[0]}': {did_you_mean(args[0], self.commands)}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, epilog="Example: casestudy start 02")
@click.version_option(casestudy.__version__, prog_name="casestudy")
def main() -> None:
    """Teach a case from its documents, in JupyterLab.

    Work in the course's folder, the one that holds seeds/, or in any folder below it.
    """


@main.command(epilog="Example: casestudy start 02 --learner ana")
@click.argument("lesson", default="")
@click.option("--learner", metavar="NAME", default="", help="Keep this person's answers apart.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--port", type=click.IntRange(1, 65535), metavar="N", help="Use this port, no other.")
def start(lesson: str, learner: str, no_browser: bool, port: int | None) -> None:  # noqa: FBT001
    """Open the course in JupyterLab, at LESSON or at the first lesson.

    LESSON is a lesson's name or the beginning of one, such as 02. Ctrl-C ends it.
    """
    from casestudy.cli.start import start_lab  # noqa: PLC0415 - heavy

    start_lab(_course(), lesson, learner=learner, browser=not no_browser, port=port)


@main.command(epilog="Example: casestudy check 02 --json")
@click.argument("path", nargs=-1)
@click.option(
    "--accept", is_flag=True, help="Rewrite quotations whose words were changed in a document."
)
@click.option("--json", "as_json", is_flag=True, help="Print a list for another program to read.")
def check(path: tuple[str, ...], accept: bool, as_json: bool) -> None:  # noqa: FBT001 - as click has it
    """Look for everything that is wrong in the course, and say it at once.

    Documents, cards, notes, lessons and teaching pages are read; nothing is executed or changed.
    What is wrong makes the command fail; advice does not. With PATH, only what concerns these
    files, folders or lessons is said.

    --accept is for who has changed a document on purpose, and its hash in seeds/catalogue.toml.
    Where quoted words are gone and one place is at least 80 % alike, it shows the old words and
    the new ones, writes the new ones into the card or note, and then checks. Read them: the card
    may no longer say what its passage says.
    """
    from casestudy.cli.second import all_complaints, second_process  # noqa: PLC0415 - not for start

    course = _course()
    with second_process() as other:
        from casestudy.lessons.check import Report, within  # noqa: PLC0415 - heavy, by both at once

        # a path that is not there is said before anything is done
        within(course, (), path, Path.cwd())
        if accept:
            _accept(course, path)
        said = all_complaints(course, other)
    found = Report(tuple(within(course, said, path, Path.cwd())))
    if as_json:
        click.echo(json.dumps(list(map(asdict, found)), ensure_ascii=False, indent=1))
    else:
        click.echo(for_terminal(str(found)))
    if found.errors and not as_json:
        count = len(found.errors)
        click.echo(f"{count} complaint{'s' if count > 1 else ''}.", err=True)
    raise SystemExit(bool(found.errors))


def _accept(course: Path, paths: tuple[str, ...]) -> None:
    """Show the quotations that have moved, and rewrite them."""
    from casestudy.lessons.accept import accept, proposals  # noqa: PLC0415 - not for start
    from casestudy.lessons.check import within  # noqa: PLC0415 - the same

    proposed = within(course, proposals(course), paths, Path.cwd())
    for each in proposed:
        click.echo(str(each))
    left = accept(course, proposed)
    for each in left:
        click.echo(f"{each.file}:{each.line}: this one cannot be rewritten: write it by hand")
    count = len(proposed) - len(left)
    click.echo(f"{count} quotation{'' if count == 1 else 's'} rewritten.")


@main.command(epilog="Example: casestudy refresh 02")
@click.argument("lesson", nargs=-1)
@click.option("--all", "anew", is_flag=True, help="Execute also those in which nothing changed.")
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Execute N at once; two if not given."
)
def refresh(lesson: tuple[str, ...], anew: bool, jobs: int | None) -> None:  # noqa: FBT001
    """Execute LESSON anew and store what it shows; all lessons and sheets if none is named.

    LESSON is a lesson's name, the beginning of one, or a path. Run it after editing cards. A
    lesson is not executed where neither it nor what it shows has changed. One that fails is left
    as it was, and the others go on.
    """
    from casestudy.cli.refresh import refresh_course  # noqa: PLC0415 - heavy

    raise SystemExit(not refresh_course(_course(), lesson, jobs=jobs, anew=anew))


@main.command(epilog="Example: casestudy preview 02")
@click.argument("lesson")
@click.option("--no-open", is_flag=True, help="Only write the page and say where it is.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the page there, not in a temporary folder.",
)
def preview(lesson: str, output: Path | None, no_open: bool) -> None:  # noqa: FBT001
    """Show LESSON as one page, as a student sees it who has no kernel.

    LESSON is a lesson's name, the beginning of one, or a path. It is executed for the page; the
    stored lesson stays as it is. The page needs no network and no other file.
    """
    from casestudy.cli.refresh import preview_lesson  # noqa: PLC0415 - heavy

    preview_lesson(_course(), lesson, output, browse=not no_open)


@main.command(epilog="Example: casestudy handout 02 --solutions")
@click.argument("lesson")
@click.option("--solutions", is_flag=True, help="With key, feedback and passages.")
@click.option("--no-open", is_flag=True, help="Only write the page and say where it is.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the page there, not in a temporary folder.",
)
def handout(lesson: str, solutions: bool, no_open: bool, output: Path | None) -> None:  # noqa: FBT001
    """Write LESSON as a page to print: excerpts, questions, and room to write.

    LESSON is a lesson's name, the beginning of one, or a path; exercises/02 is the sheet of 02.
    Nothing is executed. The page is black and white, for A4 or Letter, and needs no other file.
    """
    from casestudy.cli.handout import print_lesson  # noqa: PLC0415 - heavy

    print_lesson(_course(), lesson, output, solutions=solutions, browse=not no_open)


@main.group(cls=_Commands, epilog='Example: casestudy new lesson "The night itself"')
def new() -> None:
    """Begin a lesson, add a document, or begin another case from texts of your own."""


@new.command("lesson", epilog='Example: casestudy new lesson "The night itself" --after 02')
@click.argument("title")
@click.option("--after", metavar="LESSON", default="", help="Put it after this lesson, such as 02.")
def new_lesson(title: str, after: str) -> None:
    """Write a lesson called TITLE with all its parts; the list of what is to do follows.

    The notebook, its cards, the teaching page and its place in the list of lessons are written.
    Nothing that is there already is changed.
    """
    from casestudy.cli.new import begin_lesson  # noqa: PLC0415 - heavy

    begin_lesson(_course(), title, after)


@new.command("document", epilog="Example: casestudy new document letter.txt --id letter")
@click.argument("file")
@click.option("--id", "name", metavar="NAME", default="", help="What citations call it.")
def new_document(file: str, name: str) -> None:
    """Put one more text, FILE, into the course, with an entry in the catalogue to be filled in.

    The text is copied to seeds/ byte for byte; one that is there already stays as it is. The list
    of what is to do follows.
    """
    from casestudy.cli.new import begin_document  # noqa: PLC0415 - heavy

    begin_document(_course(), file, name)


@new.command("case", epilog="Example: casestudy new case bridge --documents gazette.txt letter.md")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("texts", nargs=-1, metavar="")
@click.option(
    "--documents",
    multiple=True,
    metavar="FILES",
    help="Your texts: .txt or .md in UTF-8, as many as you like, in the order of reading.",
)
@click.option("--title", default="", help="What the case is called; the folder's name if left out.")
def new_case(folder: Path, texts: tuple[str, ...], documents: tuple[str, ...], title: str) -> None:
    """Write another case into FOLDER, from texts of your own.

    The texts are copied byte for byte. Around them come a catalogue to be filled in, the names that
    they seem to have, and one lesson that runs at once.
    """
    from casestudy.cli.new import begin_case  # noqa: PLC0415 - heavy

    # a shell turns --documents *.txt into one option and words that follow it
    begin_case(folder, (*documents, *texts), title)


@main.command(epilog="Example: casestudy release ../students --lessons 00,02 --zip")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--edition",
    metavar="EDITION",
    default="student",
    help="student (the usual one), open or instructor.",
)
@click.option(
    "--lessons",
    multiple=True,
    metavar="NAMES",
    help="Only these, such as 00,02; all lessons if not given.",
)
@click.option("--zip", "archive", is_flag=True, help="Write DIR.zip beside DIR as well.")
@click.option(
    "--without-documents",
    is_flag=True,
    help="Leave the texts out, and ask for them by name and hash.",
)
def release(
    folder: Path,
    edition: str,
    lessons: tuple[str, ...],
    archive: bool,  # noqa: FBT001 - as click has it
    without_documents: bool,  # noqa: FBT001
) -> None:
    """Make the course ready to hand out, in DIR.

    The student edition holds no key, feedback or teacher's page in any file; answers are recorded
    there. The open edition is the course as it is. The instructor edition adds each lesson with
    the teacher's page and the expected answers in it, to print.

    DIR is a folder that is not there yet, or that of an earlier release: then answers in it stay,
    and a file that somebody has changed is moved to DIR/kept.
    """
    from casestudy.cli.release import hand_out  # noqa: PLC0415 - heavy

    hand_out(
        _course(),
        folder,
        edition=edition,
        lessons=[name.strip() for names in lessons for name in names.split(",") if name.strip()],
        archive=archive,
        documents=not without_documents,
    )


def _course() -> Path:
    return find_course(Path.cwd())
