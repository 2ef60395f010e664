"""What every page shows around its own content."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.directory.views import looks_up_people
from accounts.models import Company, Mandate, User
from accounts.sight import sight_of
from assets.deciding.approval import awaiting
from assets.devices.hosts import reads_hosts
from desk.addressee import Addressee
from desk.waiting.kinds import Group, group_of
from desk.waiting.table import TABLE
from measures.company.housekeeping import reads_company
from measures.places.looking import reads_places

OTHER_DECISIONS = ("disposals", "accept", "agree", "before")
BESIDE = (
    (gettext_lazy("Where we stand"), "measures:overview"),
    (pgettext_lazy("short", "Gaps"), "measures:where"),
    (pgettext_lazy("short", "Trend"), "measures:changes"),
    (pgettext_lazy("short", "Next steps"), "measures:best"),
    (gettext_lazy("Actions"), "measures:actions"),
    (pgettext_lazy("short", "Renewals"), "measures:renewals"),
    (gettext_lazy("Quick check"), "quick:overview"),
    (gettext_lazy("Catalogue"), "catalogue:list"),
    (gettext_lazy("Places"), "places:list"),
    (gettext_lazy("Company"), "company:records"),
    (pgettext_lazy("short", "Trust"), "trust:overview"),
    (pgettext_lazy("short", "Balance"), "desk:balance"),
    (pgettext_lazy("short", "Reviews"), "desk:rounds"),
)
# Pages that belong to another main page than the one their address lies under.
ELSEWHERE = {
    "assets:decide": "assets:approvals",
    "people:delegations": "assets:approvals",
    "exchange:hosts": "desk:hosts",
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame: whose company, who is here, where one can go, what waits."""
    user = getattr(request, "user", None)
    company = getattr(request, "company", None) or Company()
    frame: dict[str, Any] = {
        "company": company,
        "company_name": SimpleLazyObject(lambda: company.label),
        "demo": SimpleLazyObject(lambda: company.demo),
    }
    if isinstance(user, User):
        below: Any = SimpleLazyObject(lambda: beside(request, user))
        frame |= {
            "person_name": user.get_full_name(),
            "nav": SimpleLazyObject(lambda: navigation(request, user, below)),
            "nav_beside": below,
            "other_decisions": SimpleLazyObject(lambda: other_decisions(user)),
        }
    return frame


def navigation(request: HttpRequest, user: User, below: Any) -> list[dict[str, Any]]:
    """The main pages, with how many decisions wait. `below`: the pages on measures, where one is on one of them."""
    who = sight_of(user)
    items = [
        (_("Home"), "desk:home", 0),
        (_("Assets"), "desk:list", 0),
        (_("Approvals"), "assets:approvals", awaiting(who).count()),
        (_("What I may use"), "desk:usable", 0),  # the fourth is the last that a phone shows beside the menu
        (_("Import"), "exchange:upload", 0),
        (_("Measures"), "measures:overview", 0),
        (_("Rules"), "classification:handling", 0),
        (_("Reports"), "reports:list", 0),
        (_("Journal"), "desk:journal", 0),
    ]
    if looks_up_people(request):
        items.append((_("People"), "people:list", 0))
    if reads_hosts(who, user.is_staff):
        items.append((_("Devices and systems"), "desk:hosts", 0))
    if user.is_staff or who.holds(Mandate.Role.CHIEF):
        items.append((_("Settings"), "desk:settings", 0))
    if user.is_staff and who.person is not None:
        items.append((_("Places"), "places:list", 0))
    if user.is_staff:
        items.append((_("Sign-ins"), "sign_ins", 0))
    found = _marked(items, _stands_at(request))
    if not any(page["current"] for page in found) and below:
        next(page for page in found if page["url"] == _address("measures:overview"))["current"] = True
    return found


def other_decisions(user: User) -> list[Group]:
    """What else waits for a decision than assets: disposals, gaps to be accepted, access to top secrets."""
    who = Addressee.of(user)
    if who.sight.person is None:
        return []
    return [group for kind in TABLE if kind.name in OTHER_DECISIONS and (group := group_of(kind, who)).count]


def beside(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    """The pages on measures and on what is recorded for them, on each of them and below; none elsewhere."""
    if not _nearest(request.path, (name for _label, name in BESIDE)):
        return []
    who = sight_of(user)
    shut = {"places:list": not reads_places(who), "company:records": not reads_company(who)}
    found = _marked([(label, name, 0) for label, name in BESIDE if not shut.get(name)], request.path)
    return found if any(page["current"] for page in found) else []


def _stands_at(request: HttpRequest) -> str:
    """The address of where somebody is, or of the page that theirs belongs to."""
    elsewhere = ELSEWHERE.get(request.resolver_match.view_name) if request.resolver_match else None
    return _address(elsewhere) if elsewhere else request.path


def _marked(items: list[tuple[Any, str, int]], path: str) -> list[dict[str, Any]]:
    """Labels, routes and counts as links; the one that leads nearest to where somebody is is marked."""
    here = _nearest(path, (name for _label, name, _count in items))
    urls = [(label, _address(name), count) for label, name, count in items]
    return [{"label": label, "url": url, "count": count, "current": url == here} for label, url, count in urls]


def _nearest(path: str, names: Iterable[str]) -> str:
    """The address among those of some routes that leads nearest to a path; empty where none lies above it."""
    above = (url for url in map(_address, names) if path.startswith(url) and (url != "/" or path == "/"))
    return max(above, key=len, default="")


def _address(name: str) -> str:
    """Of a route; looked up once, for every page writes all of them."""
    return _looked_up(name, get_script_prefix())


@cache
def _looked_up(name: str, _below: str) -> str:
    return reverse(name)
