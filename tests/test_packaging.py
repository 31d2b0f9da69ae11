"""The distribution holds what the program needs, and works where nothing of the checkout is."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
HAN = re.compile(r"[\u4e00-\u9fff]")

# One worker builds, for all tests of this module.
pytestmark = pytest.mark.xdist_group("packaging")


class Built(NamedTuple):
    source: Path
    sdist: Path
    wheel: Path
    version: str


def outside() -> dict[str, str]:
    """Return the environment of a user who has never heard of this checkout."""
    ours = ("AFTERCARE_", "PYTHON", "PYTEST_", "VIRTUAL_ENV", "LANGUAGE", "LC_")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(ours)},
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
    }


def output_of(command: list[str | Path], cwd: Path) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=outside(), stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{command} exited {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


def files_of(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Copy what Git holds or would take, and build from the copy: the sdist, and from that the wheel."""
    source = tmp_path_factory.mktemp("clean") / "aftercare"
    listed = output_of(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    output_of([sys.executable, "-m", "build", "--outdir", "dist"], source)
    (sdist,) = source.glob("dist/*.tar.gz")
    (wheel,) = source.glob("dist/*.whl")
    return Built(source, sdist, wheel, wheel.name.split("-")[1])


def test_wheel_holds_templates_and_compiled_catalogues(built: Built) -> None:
    names = set(files_of(built.wheel))
    templates = {
        f"aftercare_cli/{path.relative_to(built.source).as_posix()}"
        for path in (built.source / "templates").rglob("*")
        if path.is_file()
    }
    catalogues = {
        path.relative_to(built.source).with_suffix(".mo").as_posix()
        for path in built.source.glob("aftercare_cli/locale/*/LC_MESSAGES/aftercare.po")
    }
    assert templates
    assert catalogues
    assert templates | catalogues <= names
    assert {name.partition("/")[0] for name in names} == {"aftercare_cli", f"aftercare-{built.version}.dist-info"}


def test_sdist_builds_the_wheel_that_the_checkout_builds(built: Built) -> None:
    # No isolation: this Python has hatchling and babel, and the first build has shown that the declared ones do.
    output_of([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "direct"], built.source)
    (direct,) = built.source.glob("direct/*.whl")
    with tarfile.open(built.sdist) as archive:
        assert not [name for name in archive.getnames() if name.endswith((".mo", ".pyc"))]
    assert files_of(direct) == files_of(built.wheel)


def test_installed_wheel_runs_and_speaks_chinese(built: Built, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if sys.platform == "win32" else "bin")
    output_of([programs / "python", "-m", "pip", "install", "--quiet", built.wheel], tmp_path)
    aftercare = programs / "aftercare"
    assert built.version in output_of([aftercare, "--version"], tmp_path).split()
    assert not HAN.search(output_of([aftercare, "--lang", "en", "--help"], tmp_path))
    assert HAN.search(output_of([aftercare, "--lang", "zh", "--help"], tmp_path))
