"""What pages have in common where a sheet comes in or goes out."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.querysets import today
from accounts.sight import sight_of
from exchange.gate import Refused, refuse_size
from exchange.sheets import Wrong, WrongRows


class SheetForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Sheet (.xlsx or .csv)"), allow_empty_file=True)


@dataclass(frozen=True)
class Tried:
    """What became of a sheet that was sent: taken whole, or not at all."""

    form: SheetForm
    is_taken: bool = False
    problem: str = ""
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def page(self) -> dict[str, object]:
        """What a page says of it."""
        return {"form": self.form, "problem": self.problem, "wrong": self.wrong}


def tried(request: HttpRequest, bring_in: Callable[[bytes, str], dict[str, int]]) -> Tried:
    """Bring in what was sent, if anything was; that it was taken is said in a message.

    Args:
        bring_in: takes the sheet and its file's name; returns how many rows were new, changed and unchanged. What it
            raises of Refused and WrongRows is told.
    """
    form = SheetForm(request.POST or None, request.FILES or None)
    if sight_of(request.user).person is None or not form.is_valid():  # nobody's rows: the page says so, once
        return Tried(form)
    file = form.cleaned_data["file"]
    try:
        refuse_size(file.size, file.name)
        counts = bring_in(file.read(), file.name)
    except Refused as refusal:
        return Tried(form, problem=refusal.message)
    except WrongRows as rows:
        return Tried(form, wrong=rows.wrong)
    messages.success(request, _("Imported: %(new)s new, %(changed)s changed, %(same)s unchanged.") % counts)
    return Tried(form, is_taken=True)


def csv_answer(data: bytes, name: str) -> HttpResponse:
    """A sheet as a file of today's."""
    answer = HttpResponse(data, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="kura-{name}-{today().isoformat()}.csv"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
