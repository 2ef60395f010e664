"""Compiles every locale/*/LC_MESSAGES/*.po that is newer than its .mo, without the system's gettext."""

from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def is_stale(po: Path) -> bool:
    """Whether the catalogue was changed after it was compiled."""
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def main() -> None:
    """Compile what is stale; say nothing where nothing is."""
    stale = [po for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")) if is_stale(po)]
    if not stale:
        return
    import polib  # only now: set-up runs this every time

    for po in stale:
        polib.pofile(str(po)).save_as_mofile(str(po.with_suffix(".mo")))


if __name__ == "__main__":
    main()
