"""Voila's template of the page: every file of it is installed, and every style is on the page."""

import tomllib

import jinja2

FOLDER = "share/jupyter/voila/templates/cnn_lab"


def test_every_file_of_the_template_is_installed(project):
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    listed = settings["tool"]["setuptools"]["data-files"]
    for place, files in listed.items():
        assert all(file.rpartition("/")[0] == place for file in files)
    installed = {file for files in listed.values() for file in files}
    there = {path for path in (project / FOLDER).rglob("*") if path.is_file()}
    assert installed == {path.relative_to(project).as_posix() for path in there}


def test_every_style_is_on_the_page(project):
    page = (project / FOLDER / "index.html.j2").read_text(encoding="utf-8")
    styles = sorted(path.name for path in (project / FOLDER / "static").glob("*.css"))
    assert styles == ["first_screen.css", "page.css", "sections.css", "theme.css"]
    for name in styles:
        assert f'resources.include_css("static/{name}")' in page
    assert page.index("theme.css") < page.index("page.css") < page.index("sections.css")


def test_the_connection_notice_is_in_the_page_itself_and_left_as_it_is(project):
    page = (project / FOLDER / "index.html.j2").read_text(encoding="utf-8")
    script = (project / FOLDER / "static/connection_notice.js").read_text(encoding="utf-8")
    assert '{% include "static/connection_notice.js" %}' in page
    assert jinja2.Environment().from_string(script).render() == script.rstrip("\n")
