"""Every command starts by itself: what it needs is imported in a fresh process, in whatever order that comes."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMANDS = sorted(path.stem for path in ROOT.glob("*/management/commands/[a-z]*.py"))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_tells_what_it_does(command: str, tmp_path: Path) -> None:
    asked = [sys.executable, str(ROOT / "manage.py"), command, "--help"]
    answer = subprocess.run(asked, capture_output=True, text=True, env={"KURA_HOME": str(tmp_path)}, check=False)
    assert answer.returncode == 0, answer.stderr
    assert command in answer.stdout
