"""Makes the database ready to serve, in one process: tables, the demo company where wanted, and who may sign in.

The steps are the management commands anyone could type; here they share one start of Django. The demo goes only into
an empty database. A first start that was cut short goes on where it stopped, because each finished step is noted.
"""

import os
import secrets
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("KURA_HOME") or ROOT / "var").resolve()
KEY_FILE = HOME / "keys" / "secret_key"
PROGRESS = HOME / "demo_steps_done"
PAPER = HOME / "reports" / "demo-checklist.pdf"

DEMO_STEPS = [
    ("demo company / デモ会社を読み込みます", ["load_demo", "--if-empty"]),
    (
        "its ledger (spreadsheet) / 台帳のExcelを取り込みます",
        ["import_ledger", str(ROOT / "demo" / "ledger.xlsx"), "--as", "kobayashi", "--skip-rejected"],
    ),
    ("measures / 対策を点検します", ["evaluate_measures", "--as", "ishida"]),
    (
        "checklist (PDF) / チェックリストを作ります",
        ["make_report", "checklist", "--as", "kano", "--output", str(PAPER)],
    ),
]


def say(text: str) -> None:
    """One line of progress."""
    print(f"== {text}", flush=True)


def refuse_taken_port(port: int) -> None:
    """Say in one sentence what gunicorn would say in twenty."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"!! Port {port} is taken: stop what runs there, or choose another, e.g. PORT={port + 1} make run")


def write_key() -> None:
    """A random session key of this installation's own, readable by its owner only; config.settings reads it."""
    for folder in (HOME, KEY_FILE.parent):  # (the mode given to mkdir is not that of the parents it makes)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if KEY_FILE.exists() and KEY_FILE.read_text().strip():
        return
    KEY_FILE.touch(mode=0o600)
    KEY_FILE.chmod(0o600)
    KEY_FILE.write_text(secrets.token_urlsafe(64) + "\n")


def steps_done() -> int:
    """How many steps of the demo are behind us: none in an empty database, all in one that came without notes."""
    from accounts.models import Company

    if not Company.objects.exists():
        return 0
    return int(PROGRESS.read_text()) if PROGRESS.exists() else len(DEMO_STEPS)


def take_step(command: list[str]) -> None:
    """Run one command. Rows that an import rejects are told, and no reason to stop."""
    from django.core.management import CommandError, call_command

    try:
        call_command(*command)
    except (CommandError, SystemExit) as end:
        code = end.returncode if isinstance(end, CommandError) else end.code
        if isinstance(end, CommandError):
            print(end, file=sys.stderr)
        if code and not (command[0] == "import_ledger" and code == 1):
            sys.exit(f"!! {command[0]} failed; run this again to go on from here.")


def load_demo() -> None:
    """The demo company with its ledger, its measures judged and its first paper."""
    for done, (text, command) in enumerate(DEMO_STEPS):
        if done < steps_done():
            continue
        say(text)
        take_step(command)
        PROGRESS.write_text(str(done + 1))
        if command[0] == "make_report":
            say(f"→ {PAPER}")


def main() -> None:
    """Prepare, as the environment wishes: PORT, DEMO, KURA_HOME, DATABASE_URL, SECRET_KEY."""
    refuse_taken_port(int(os.environ.get("PORT", "8000")))
    wants_demo = os.environ.get("DEMO", "yes").lower() not in ("no", "0", "false", "off")
    if not wants_demo and not os.environ.get("SECRET_KEY"):
        write_key()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command

    django.setup()
    from config.safety import refuse_weak_key

    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # empty while nobody collects: the server finds the files itself
    say("database / データベース")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if wants_demo:
        load_demo()
    try:
        refuse_weak_key()
    except ImproperlyConfigured as refusal:
        sys.exit(f"!! {refusal}")
    call_command("welcome")


if __name__ == "__main__":
    main()
