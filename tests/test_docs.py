"""The documents cannot lie: what they show is run, and what they list is compared."""

import importlib.util
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from conftest import below
from parentlink.commands.catalogue import FEATURES, load
from parentlink.settings import SETTINGS

ROOT = Path(__file__).parents[1]
# Ofcom's ranges for drama; 202 555 01xx is kept for fiction in the United States.
_DRAMA = re.compile(
    r"07700900\d{3}|01632960\d{3}|0207946\d{4}|0(?:113|114|115|116|117|118|121|131|141|151|161)"
    r"496\d{4}|08081570\d{3}|08081571?\d{3}|03069990\d{3}|01914980\d{3}"
)


_TEXTS = frozenset(
    (".py", ".md", ".csv", ".sh", ".toml", ".svg", ".xml", ".ics", ".cmd", ".txt", ".json")
)
# The reader of UPNs is tried with those that the Department and others publish as examples.
_PUBLIC_UPNS = ("test_parse_upn.py", "upn.py")
# Numbers that are wrong on purpose, to see them refused.
_MALFORMED = ("test_parse_", "test_flat", "test_import_")


def module_at(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SESSIONS = module_at(ROOT / "docs" / "make_sessions.py")


@pytest.mark.parametrize("document", SESSIONS.DOCUMENTS, ids=lambda path: path.name)
def test_every_session_in_the_documents_is_what_the_program_says(
    document: Path, tmp_path: Path
) -> None:
    ran = list(SESSIONS.steps(document, tmp_path))
    assert ran, f"{document.name} shows no session"
    for step in ran:
        assert matches(step.said, step.shown), (
            f"{document.name}: $ {step.command}\n{step.said}\n--- shown:\n{step.shown}\n"
            "--- renew with `make docs`"
        )


def matches(said: str, shown: str) -> bool:
    """Whether the output is what is shown; a line `...` stands for any lines."""
    pattern = "\n".join(
        r"(?:.*\n)*?.*" if line == "..." else re.escape(line) for line in shown.split("\n")
    )
    return re.fullmatch(pattern, said) is not None


def test_the_page_of_commands_is_fresh() -> None:
    maker = module_at(ROOT / "docs" / "make_commands.py")
    assert maker.TARGET.read_text(encoding="utf-8") == maker.page(), "run `make docs`"


def test_the_picture_in_the_readme_is_fresh() -> None:
    maker = module_at(ROOT / "docs" / "make_picture.py")
    assert maker.TARGET.read_text(encoding="utf-8") == maker.picture(), "run `make docs`"


@pytest.mark.parametrize("name", FEATURES)
def test_every_command_is_there_and_its_help_line_is_the_catalogues(name: str) -> None:
    command = load(name)
    first = (command.help or "").split("\n")[0].strip()
    assert first == FEATURES[name].help
    for _, child in below(command):
        assert child.help, f"{name} {child.name} has no help"


def test_every_setting_says_what_it_means() -> None:
    assert all(setting.help and setting.name for setting in SETTINGS)


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = listed.stdout.split() if listed.returncode == 0 else []
    return [ROOT / name for name in names if (ROOT / name).is_file()]


PROSE = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md"))
    if path.is_file()
)


@pytest.mark.parametrize("document", PROSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_of_ours_leads_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        if re.match(r"https?://|mailto:", link):
            continue
        name, _, part = link.partition("#")
        target = document.parent / name if name else document
        assert target.exists(), link
        assert not part or part in anchors(target), link


def anchors(page: Path) -> set[str]:
    """The parts of a page that a link can name, as GitHub calls them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.casefold()).replace(" ", "-") for title in titles}


def test_every_phone_number_in_the_project_is_kept_for_drama() -> None:
    wrong = []
    for path in tracked():
        if path.suffix not in _TEXTS:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for found in re.findall(r"(?<![\w.])(?:\+44 ?|0)(?:\d[ ]?){9,10}(?![\w])", text):
            digits = re.sub(r"^\+44", "0", found).replace(" ", "")
            if digits.startswith("07") and len(digits) < 11:
                continue  # too short to reach anybody
            if not _DRAMA.fullmatch(digits) and not path.name.startswith(_MALFORMED):
                wrong.append(f"{path.relative_to(ROOT)}: {found}")
    assert wrong == []


def test_every_upn_in_the_project_is_of_the_local_authority_that_is_none() -> None:
    wrong = []
    for path in tracked():
        if path.suffix in _TEXTS and path.name not in _PUBLIC_UPNS:
            text = path.read_text(encoding="utf-8", errors="replace")
            found = re.findall(r"\b[A-Z](?!999)\d{11}[\dA-Z]\b", text)
            wrong += [f"{path.relative_to(ROOT)}: {upn}" for upn in found]
    assert wrong == []


def test_the_lock_names_no_host_and_pins_every_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "http" not in lock
    pins = re.findall(r"^(\S+?)==", lock, re.MULTILINE)
    assert len(pins) > 20
    assert len(re.findall(r"--hash=sha256:", lock)) >= len(pins)
