"""Whoever enters an asset whose place is not among the choices can go on: by adding it, or by knowing whom to ask."""

from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.directory.placing import unlisted
from accounts.models import Place
from accounts.sight import person_sight
from assets.models import Asset
from tests import make
from tests.cast import Cast
from tests.pages import Page

TYPED = {"name": "ロボットの手先の型", "serial": "M-77", "location": "棚 2"}


def form_to(page: str, action: str) -> dict[str, Any]:
    """What the form of a page that leads there would send."""
    found = next(form.filled() for form in Page(page, action).forms if form.action == action)
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def test_what_was_typed_is_there_again_with_the_new_place(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("manager"))
    entry = reverse("assets:enter", args=["mold"])
    new = f"{reverse('places:new')}?for=place"
    assert f'formaction="{new}"' in client.get(entry).content.decode()
    arrived = client.post(new, TYPED | {"department": cast.design.pk, "back": entry})
    assert arrived.status_code == 200
    typed = form_to(arrived.content.decode(), entry)
    wrong = client.post(new, {"name": "", "typed": arrived.context["typed"].packed()})
    assert (wrong.status_code, form_to(wrong.content.decode(), entry)) == (422, typed)
    facts = {"name": "型棚", "parent": cast.store.pk, "typed": arrived.context["typed"].packed()}
    added = client.post(new, facts)
    place = Place.objects.get(name="型棚")
    back = client.post(entry, form_to(added.content.decode(), entry))
    form = back.context["form"]
    assert back.status_code == 200
    assert not Asset.objects.exists()
    assert {name: form[name].value() for name in TYPED} == TYPED
    assert form["place"].value() == str(place.pk)
    assert client.post(entry, TYPED | {"place": place.pk}).status_code == 302


def test_it_works_while_amending_and_leads_nowhere_else(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("manager"))
    asset = make.asset("型", department=cast.design)
    make.carrier(asset, place=cast.store)
    edit = reverse("assets:edit", args=[asset.code])
    sent = form_to(client.get(edit).content.decode(), edit) | {"name": "別の型"}
    new = f"{reverse('places:new')}?for=carriers-0-place"
    arrived = client.post(new, sent | {"back": edit})
    facts = {"name": "型棚", "parent": cast.site.pk, "typed": arrived.context["typed"].packed()}
    back = client.post(edit, form_to(client.post(new, facts).content.decode(), edit))
    assert (back.status_code, back.context["entry"].main["name"].value()) == (200, "別の型")
    assert back.context["entry"].carriers.forms[0]["place"].value() == str(Place.objects.get(name="型棚").pk)
    assert Asset.objects.get().name == "型"
    for elsewhere in ("https://example.com/", "//example.com/", reverse("account_login")):
        assert client.post(new, {"back": elsewhere, "x": "y"}).context["typed"] is None


def test_others_read_whom_to_ask(cast: Cast, client: Client) -> None:
    assert all([cast.manager, cast.steward, cast.chief, cast.auditor])
    cast.sign_in("administrator")
    found = unlisted(person_sight(cast.colleague), administers=False)
    assert (found.adds, found.whom) == (False, (cast.manager, cast.steward, cast.chief))
    client.force_login(cast.sign_in("colleague"))
    page = client.get(reverse("assets:enter", args=["mold"])).content.decode()
    assert "can be added by" in page
    assert cast.manager.name in page
    assert "formaction" not in page
    assert client.post(reverse("places:new"), {"back": "/assets/"}).status_code == 403
