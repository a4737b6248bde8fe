"""The page for instructors: buttons that check, store and preview, for who is let in."""

from __future__ import annotations

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from jupyter_server.auth import AllowAllAuthorizer, IdentityProvider
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from casestudy import open_case
from casestudy.cli.desk import DESK, Desk, desk_page
from casestudy.cli.start import environment
from casestudy.lessons.check import report
from tests.changes import CARDS, LESSON, edit

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
LOGIN = {"Authorization": "token secret"}


def asked(
    course: Path,
    *,
    query: str = "",
    headers: dict[str, str] = LOGIN,
    upload: tuple[str, str] = ("", ""),
    **fields: str,
) -> HTTPResponse:
    """Ask the page for something, and return its answer."""
    body = urlencode(fields)
    if any(upload):
        headers = {**headers, "Content-Type": "multipart/form-data; boundary=b"}
        body = _multipart(fields | {"do": "document"}, *upload)

    async def ask() -> HTTPResponse:
        provider = IdentityProvider(token="secret")  # noqa: S106 - of this test alone
        app = Application(
            [(DESK, Desk, {"course": course})],
            base_url="/",
            cookie_secret="crumb",  # noqa: S106 - the same
            xsrf_cookies=True,
            login_url="/login",
            identity_provider=provider,
            authorizer=AllowAllAuthorizer(),
            local_hostnames=[HOST],
        )
        (socket,) = bind_sockets(0, HOST)
        server = HTTPServer(app)
        server.add_sockets([socket])
        address = f"http://{HOST}:{socket.getsockname()[1]}{DESK}{query}"
        try:
            return await AsyncHTTPClient().fetch(
                address,
                method="POST" if body else "GET",
                body=body or None,
                headers=headers,
                follow_redirects=False,
                raise_error=False,
                request_timeout=150,
            )
        finally:
            server.stop()

    # a browser of another test may hold this thread's event loop
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()


def _multipart(fields: dict[str, str], name: str, content: str) -> str:
    """Return what a browser sends of a form with a file."""
    parts = [f'form-data; name="{key}"\r\n\r\n{value}' for key, value in fields.items()]
    parts += [f'form-data; name="file"; filename="{name}"\r\n\r\n{content}'] if name else []
    return "".join(f"--b\r\nContent-Disposition: {each}\r\n" for each in parts) + "--b--\r\n"


def text(answer: HTTPResponse) -> str:
    """Return the page of an answer that went well."""
    assert answer.code == 200
    assert answer.body.decode().rstrip().endswith("</html>")
    return answer.body.decode()


def test_a_row_of_buttons_for_each_notebook(stored_course: Path) -> None:
    """Each notebook can be checked, stored and previewed; the course checked and stored."""
    page = text(asked(stored_course))
    buttons = re.findall(r'name="do" value="(\w+)" aria-label="([^"]+)"', page)
    assert buttons == [
        ("check", "Check: the whole course"),
        ("refresh", "Store: the whole course"),
        ("check", f"Check: {LESSON}: The bridge"),
        ("refresh", f"Store: {LESSON}: The bridge"),
        ("preview", f"Preview: {LESSON}: The bridge"),
    ]
    assert page.count('name="_xsrf"') == page.count("<form ") == len(buttons) + 2


def test_the_menu_leads_to_the_page() -> None:
    """The entries of JupyterLab's menu are settings alone: their addresses are the page's."""
    ours = files("casestudy") / "jupyter-instructor/labconfig/default_setting_overrides.json"
    settings = json.loads(ours.read_text(encoding="utf-8"))
    (menu,) = settings["@jupyterlab/mainmenu-extension:plugin"]["menus"]
    addresses = [each["args"]["url"] for each in menu["items"] if "args" in each]
    assert addresses == [f"{DESK}?do=check", DESK]


def test_a_student_edition_has_no_menu_for_instructors() -> None:
    """Only where keys are, JupyterLab is told of the menu."""
    name = "JUPYTER_CONFIG_PATH"
    assert "jupyter-instructor" in environment({}, "")[name]
    assert "jupyter-instructor" not in environment({}, "", teaches=False)[name]


def test_a_check_shows_file_line_and_cure(stored_course: Path) -> None:
    """The link of the menu shows what is wrong, as a table."""
    edit(stored_course, CARDS, "- [x] On Monday", "- [ ] On Monday")
    page = text(asked(stored_course, query="?do=check"))
    assert f">{CARDS}:13</td>" in page
    assert "no option is the key" in page
    assert "write [x] at the one that is right" in page


def test_what_is_found_stands_above_the_buttons(stored_course: Path) -> None:
    """Who comes from the menu sees the answer, and need not look for it below all lessons."""
    page = text(asked(stored_course, query="?do=check"))
    assert page.index("Everything is in order.") < page.index('<table id="lessons">')
    assert page.count("</html>") == 1
    said = text(asked(stored_course, upload=("a.docx", "x")))
    assert said.index('role="alert"') < said.index('<table id="lessons">')


def test_what_is_to_be_stored_comes_last_and_once_for_a_lesson(stored_course: Path) -> None:
    """A slip in a card is the first thing that is read, and not the twentieth."""
    lesson = json.loads((stored_course / LESSON).read_bytes())
    for cell in lesson["cells"]:
        if cell["cell_type"] == "code":
            cell.update(execution_count=None, outputs=[])
    (stored_course / LESSON).write_text(json.dumps(lesson), encoding="utf-8")
    edit(stored_course, CARDS, "- [x] On Monday", "- [ ] On Monday")
    page = text(asked(stored_course, query="?do=check"))
    wrong, _, stored = page.partition("To be stored, when nothing else is wrong")
    assert f">{CARDS}:13</td>" in wrong
    assert "casestudy refresh notebooks" not in wrong
    assert stored.count(f"run: casestudy refresh {LESSON}") == 1
    said = str(report(stored_course)).splitlines()
    refreshed = ["run: casestudy refresh" in line for line in said]
    assert refreshed == sorted(refreshed)


def test_a_check_of_one_lesson_is_of_its_files(stored_course: Path) -> None:
    """The button of a row speaks of its lesson."""
    (stored_course / "README.md").write_text("[gone](gone.md)\n", encoding="utf-8")
    page = text(asked(stored_course, do="check", lesson=LESSON))
    assert "gone.md" in text(asked(stored_course, do="check"))
    assert "gone.md" not in page
    assert "Everything is in order." in page


def test_a_check_of_one_lesson_tells_what_keeps_it_from_running(stored_course: Path) -> None:
    """Where the course file is broken, nothing was judged, and nothing is called in order."""
    edit(stored_course, "notebooks/course.toml", 'title = "The', 'titel = "The')
    page = text(asked(stored_course, do="check", lesson=LESSON))
    assert "titel" in page
    assert "Everything is in order." not in page


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
def test_a_lesson_is_stored_and_each_cell_is_said(course: Path) -> None:
    """The page tells what the command tells, and that it is done."""
    page = text(asked(course, do="refresh", lesson=LESSON))
    assert "01-the-bridge: cell 2 of 6" in page
    assert f"{LESSON}: stored anew" in page
    assert "Done. Open the lesson again in JupyterLab." in page
    assert json.loads((course / LESSON).read_bytes())["cells"][1]["execution_count"] == 1


def test_a_lesson_that_fails_is_not_called_stored(course: Path) -> None:
    """What failed stands there, without a traceback, and no kernel was needed to see it."""
    (course / LESSON).write_bytes(b"{")
    page = text(asked(course, do="refresh", lesson=LESSON))
    assert "Not everything could be stored" in page
    assert "it is no notebook" in page
    assert "Traceback" not in page


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
def test_a_preview_is_the_page_itself(stored_course: Path) -> None:
    """What comes is the lesson as one page, and nothing was stored."""
    before = (stored_course / LESSON).read_bytes()
    page = text(asked(stored_course, do="preview", lesson=LESSON))
    assert "<title>The bridge</title>" in page
    assert "for instructors" not in page
    assert (stored_course / LESSON).read_bytes() == before


@pytest.mark.parametrize("lesson", ["09-gone", "../../etc/passwd", "<b>"])
def test_a_lesson_that_is_not_there_is_said(stored_course: Path, lesson: str) -> None:
    """A name that leads nowhere is answered with those that there are, as words."""
    page = text(asked(stored_course, do="preview", lesson=lesson))
    assert "There is no lesson" in page
    assert "<b>" not in page


def test_a_lesson_is_begun_without_a_terminal(stored_course: Path) -> None:
    """A title is enough; the page has its row at once, and the list of what is to do."""
    page = text(asked(stored_course, do="lesson", title="--the ferry", lesson=LESSON))
    assert (stored_course / "notebooks/02-the-ferry.ipynb").is_file()
    assert "Check: notebooks/02-the-ferry.ipynb" in page
    assert "To do:" in page
    assert "There is a lesson" in text(asked(stored_course, do="lesson", title="The Ferry"))


def test_a_document_is_brought_without_a_terminal(stored_course: Path) -> None:
    """A file that is chosen in the browser is in the catalogue, and what is to do stands there."""
    page = text(asked(stored_course, upload=("The Letter.txt", "Cross at the mill."), id="letter"))
    assert open_case(stored_course).documents["letter"].text == "Cross at the mill."
    assert "&#x27;published&#x27; is still to be named" in page


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("letter.docx", "is no .txt and no .md file"),
        ("../../gazette.txt", "There is a document &#x27;gazette&#x27; already"),
        ("", "No text was chosen"),
    ],
)
def test_a_file_that_cannot_be_used_is_said(stored_course: Path, name: str, said: str) -> None:
    """What the command says, the page says; nothing is written outside."""
    before = sorted(stored_course.rglob("*"))
    assert said in text(asked(stored_course, upload=(name, "Cross at the mill.")))
    assert sorted(stored_course.rglob("*")) == before


def test_nobody_is_let_in_without_the_token(stored_course: Path) -> None:
    """Who is not logged in is sent to the door, and nothing is done."""
    answer = asked(stored_course, query="?do=check", headers={})
    assert answer.code == 302
    assert asked(stored_course, headers={}, do="refresh", lesson="").code == 403


def test_a_course_whose_catalogue_is_broken_has_its_page(stored_course: Path) -> None:
    """Who has to mend a file finds the button that says what is wrong in it."""
    (stored_course / "seeds" / "catalogue.toml").write_text("?", encoding="utf-8")
    assert "The course: for instructors" in desk_page(stored_course, "")
    assert "seeds/catalogue.toml" in text(asked(stored_course, query="?do=check"))
