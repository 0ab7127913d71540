"""Where everything is, and the other programs' own environment."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
WORK = HERE / "work"
PYTHON = Path(sys.executable)
PARENTLINK = PYTHON.parent / "parentlink"
OTHERS = HERE / ".venv" / "bin"
PACKAGES = ("sqlite-utils", "jrnl")
TODAY = "2026-11-23T15:40"


def env(db: Path) -> dict[str, str]:
    """What every measured parentlink is told: which file, which day, who."""
    return {
        "PARENTLINK_DB": str(db),
        "PARENTLINK_TODAY": TODAY,
        "PARENTLINK_STAFF": "Ms Reid",
        "HOME": str(home()),
        "TZ": "Europe/London",
    }


def home() -> Path:
    """A home folder of our own, with the settings of `jrnl` in it."""
    folder = WORK / "home"
    settings = folder / ".config" / "jrnl" / "jrnl.yaml"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(
            "version: v4.6\n"
            f"journals:\n  default:\n    journal: {folder / 'journal.txt'}\n"
            "encrypt: false\neditor: ''\ndefault_hour: 9\ndefault_minute: 0\n"
            "timeformat: '%Y-%m-%d %H:%M'\ntagsymbols: '@'\nhighlight: false\n"
            "linewrap: 79\nindent_character: '|'\ntemplate: false\n"
            "colors:\n  body: none\n  date: none\n  tags: none\n  title: none\n"
        )
    return folder


def made(path: Path, code: str) -> Path:
    """A file that a few lines of Python make anew."""
    path.unlink(missing_ok=True)
    subprocess.run([PYTHON, "-c", code, path], check=True)
    return path


def demo(size: str) -> Path:
    """A sample file. The trust, which takes minutes, is kept while the schema stays the same."""
    path = WORK / (f"trust-{_schema()}.db" if size == "trust" else f"{size}.db")
    if size == "trust" and path.exists():
        return path
    for old in WORK.glob(f"{size}*.db"):
        old.unlink()
    print(f"Making {path} ...", file=sys.stderr)
    told = [str(PARENTLINK), "demo", str(path), "--size", size, "--today", TODAY[:10]]
    subprocess.run(told, check=True, stdout=subprocess.DEVNULL)
    return path


def _schema() -> str:
    ask = (
        "from parentlink.store.create import schema; import hashlib; "
        "print(hashlib.sha256(repr(schema()).encode()).hexdigest()[:8])"
    )
    found = subprocess.run([PYTHON, "-c", ask], check=True, capture_output=True, text=True)
    return found.stdout.strip()


def other_programs() -> list[str]:
    """Install what we compare with into an environment of its own; returns their versions."""
    if not all((OTHERS / name).exists() for name in PACKAGES):
        print(f"Installing {', '.join(PACKAGES)} ...", file=sys.stderr)
        subprocess.run([PYTHON, "-m", "venv", OTHERS.parent], check=True)
        pip = [str(OTHERS / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--disable-pip-version-check", *PACKAGES], check=True)
    ask = "import sys, importlib.metadata as m\nfor n in sys.argv[1:]: print(n, m.version(n))"
    listed = subprocess.run(
        [OTHERS / "python", "-c", ask, *PACKAGES], check=True, capture_output=True, text=True
    )
    return listed.stdout.split("\n")[:-1]


def compiled() -> None:
    """Byte-compile first, so that no process pays for it while it is measured."""
    source = HERE.parent / "src"
    env = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for python, folder in ((PYTHON, source), (PYTHON, _packages(PYTHON))):
        subprocess.run([python, "-m", "compileall", "-q", folder], check=False, env=env)


def _packages(python: Path) -> Path:
    ask = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    found = subprocess.run(ask, check=True, capture_output=True, text=True)
    return Path(found.stdout.strip())
