"""Keeping a view of the list under a name, sharing it, giving it up; and remembering the columns one likes."""

from functools import cache

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Department
from accounts.prepared import Prepared
from accounts.sight import Sight
from assets.doors import sight
from desk.listing.columns import BY_NAME
from desk.listing.filters import FILTERS
from desk.listing.paging import list_at
from desk.models import ChosenColumns, SavedView
from journal.acts import act

_chosen: Prepared[ChosenColumns] = Prepared(lambda person: ChosenColumns.objects.filter(person=person), int)
KEPT = {each.name for each in FILTERS} | {"sort", "col"}


class ViewForm(forms.Form):
    """A name for what is shown now, and with whom it is shared."""

    name = forms.CharField(max_length=60)
    department = forms.ModelChoiceField(Department.objects.none(), required=False)

    def __init__(self, data: QueryDict, who: Sight) -> None:
        super().__init__(data)
        self.fields["department"].queryset = Department.objects.filter(pk__in=who.belongs)  # type: ignore[attr-defined]


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what the list shows under a name; a view of that name is replaced."""
    who = sight(request)
    if who.person is None:
        return render(request, "403.html", status=403)
    query = kept(QueryDict(request.POST.get("query", "")[:1000]))
    form = ViewForm(request.POST, who)
    if not form.is_valid():
        messages.error(request, _("Give the view a name."))
        return redirect(list_at(query))
    values = {"query": query, "department": form.cleaned_data["department"]}
    with act(who.person, "desk.save_view") as deed:
        view = SavedView.objects.filter(person=who.person, name=form.cleaned_data["name"]).first()
        if view is None:
            deed.add(SavedView(person=who.person, name=form.cleaned_data["name"], **values))
        else:
            deed.change(view, **values)
    messages.success(request, _("The view “%(name)s” is kept.") % form.cleaned_data, extra_tags="told")
    return redirect(list_at(query))


def kept(query: QueryDict) -> str:
    """Of an address what a view holds: neither the place in the list nor anything unknown."""
    other = QueryDict(mutable=True)
    for name in query:
        if name in KEPT:
            other.setlist(name, [value for value in query.getlist(name) if value])
    return other.urlencode()[:1000]


def open_to(who: Sight) -> list[SavedView]:
    """One's own views, and those shared with a department to which one belongs; with who keeps them and where."""
    if who.person is None:
        return []
    return _of_so_many(len(who.belongs))(who.person.pk, *sorted(who.belongs))


@cache
def _of_so_many(departments: int) -> Prepared[SavedView]:
    """The views open to somebody who belongs to so many departments."""
    views = SavedView.objects.select_related("person", "department")
    return Prepared(lambda person, *belongs: views.of(person, belongs), int, *[int] * departments)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a view of one's own."""
    who = sight(request)
    view = get_object_or_404(SavedView.objects.open_to(who).filter(person=who.person), pk=pk)
    with act(who.person, "desk.drop_view") as deed:
        deed.remove(view)
    messages.success(request, _("The view “%(name)s” is given up.") % {"name": view.name}, extra_tags="told")
    return _back(request)


@require_POST
def remember_columns(request: HttpRequest) -> HttpResponse:
    """From now on these columns, wherever the address says nothing else; the usual ones for none."""
    who, names = sight(request), [name for name in BY_NAME if name in request.POST.getlist("col")]
    if who.person is None:
        return render(request, "403.html", status=403)
    with act(who.person, "desk.choose_columns") as deed:
        chosen = ChosenColumns.objects.filter(person=who.person).first()
        if chosen is None:
            deed.add(ChosenColumns(person=who.person, names=",".join(names)))
        else:
            deed.change(chosen, names=",".join(names))
    messages.success(request, _("These columns are shown from now on."), extra_tags="told")
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it stood, with its filters and at its place."""
    return redirect(list_at(request.POST.get("query", "")))


def columns_of(who: Sight, query: QueryDict) -> list[str]:
    """The columns that an address asks for, or else those that somebody likes to see."""
    chosen = _chosen.first(who.person.pk) if who.person else None
    return query.getlist("col") or (chosen.names.split(",") if chosen else [])
