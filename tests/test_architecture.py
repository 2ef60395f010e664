"""The rules of the house that no type checker knows: read from the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
APPS = ("journal", "files", "accounts", "classification", "assets", "measures", "reports", "exchange", "desk")
WEB = (
    "views.py",
    "forms.py",
    "context.py",
    "admin.py",
    "start.py",
    "urls.py",
    "doors.py",
    "story.py",
    "leaked.py",
    "company.py",
    "asset_page.py",
    "access_page.py",
    "agreements.py",
    "home.py",
)
GUARDED = {
    "Asset", "Carrier", "Holding", "Grant", "GrantProposal", "GrantReview", "Judgement", "Decision", "Attestation",
    "Exemption", "Report", "Draft", "Comment", "Link",
    "RoundList",
}  # fmt: skip
DOORS = {"visible_to", "seen_by"}


def modules(*names: str) -> list[Path]:
    found = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    return [path for path in found if not names or path.name in names]


def managers(tree: ast.AST) -> Iterator[tuple[str, str, int]]:
    """Every `Model.objects.word`, as (model, word, line)."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Attribute)
            and node.value.attr in ("objects", "_base_manager", "_default_manager")
            and isinstance(node.value.value, ast.Name)
        ):
            yield node.value.value.id, node.attr, node.lineno


@pytest.mark.parametrize("path", modules(*WEB), ids=lambda p: str(p.relative_to(ROOT)))
def test_web_modules_reach_secrets_only_through_the_door(path: Path) -> None:
    reached = [(m, w, n) for m, w, n in managers(ast.parse(path.read_text())) if m in GUARDED and w not in DOORS]
    # A form's instance and a proposal of an asset that came through the door are narrowed by that asset.
    reached = [each for each in reached if f"{each[0]}.objects.filter(asset=asset" not in path.read_text()]
    assert not reached


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    source = path.read_text()
    assert len(source.splitlines()) <= 400
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 50, f"{node.name}: {length} lines"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_stand_at_the_top(path: Path) -> None:
    """An import inside a function hides a circle. (`ready` and the sandbox have their reasons.)"""
    if "sandbox" in path.parts:
        return
    tree = ast.parse(path.read_text())
    inside = [
        child.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name != "ready"
        for child in ast.walk(node)
        if isinstance(child, ast.Import | ast.ImportFrom)
    ]
    assert not inside


def test_no_module_is_a_drawer_for_everything() -> None:
    names = {path.stem for path in modules()}
    assert not names & {"services", "utils", "helpers", "common", "core", "managers", "signals"}


def test_templates_carry_no_style_and_no_script_of_their_own() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert " style=" not in text, path
        assert "<script>" not in text, path
        assert "|safe" not in text, path
        assert "autoescape off" not in text, path


def test_measures_are_asked_of_the_company_not_of_the_book() -> None:
    """What the company switched off, moved or added counts everywhere: only `measures.catalogue.rulings` reads the book, and the
    system check that proves it sound."""
    of_the_book = {"measures", "measure", "counted", "by_purpose"}
    for path in modules():
        if path.name in ("rulings.py", "checks.py") or path.parts[-2:] == ("catalogue", "__init__.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "measures.catalogue":
                assert not of_the_book & {each.name for each in node.names}, path
