"""The records of an asset's own development on one page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.days.fields import PastDay
from assets.developing import developing
from assets.doors import asset_for, sight
from assets.knowing.forms import inner_helper
from assets.models import Asset, Development
from assets.rights import carried_by
from files.forms import FileAgain


class DevelopmentForm(FileAgain, forms.ModelForm):
    """What it is and of which day; its SHA-256 as typed, or of a file that is read and not kept."""

    file = forms.FileField(
        label=gettext_lazy("The file itself"),
        required=False,
        help_text=gettext_lazy("Kura works out its SHA-256 and keeps nothing of it. Or type the SHA-256 below."),
    )

    class Meta:
        model = Development
        fields = ("what", "made_on", "file", "sha256", "kept_at")
        field_classes = {"made_on": PastDay}
        help_texts = {
            "what": gettext_lazy("Example: laboratory notebook no. 12, scanned; minutes of the design review"),
            "kept_at": gettext_lazy("Example: safe of the design room, with a time stamp"),
        }

    helper = inner_helper()

    def __init__(self, *args: Any, asset: Asset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.asset = asset
        self.fields["sha256"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("file"):
            cleaned["sha256"] = developing.digest(cleaned["file"])
        if not cleaned.get("sha256") and "sha256" not in self.errors:
            self.add_error("sha256", _("Choose the file, or type its SHA-256."))
        elif self.instance.asset.developments.filter(sha256=cleaned.get("sha256")).exists():
            self.add_error("file" if cleaned.get("file") else "sha256", _("This is on record."))
        return cleaned

    def clean_sha256(self) -> str:
        return str(self.cleaned_data["sha256"]).strip().lower()


@require_http_methods(["GET", "POST"])
def development(request: HttpRequest, code: str) -> HttpResponse:
    """What is on record, and a form for more."""
    asset = asset_for(request, code, carried_by)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DevelopmentForm(*posted, asset=asset)
    if form.is_valid():
        developing.record(form.instance, asset, by=sight(request))
        messages.success(request, _("Recorded."))
        return redirect("assets:development", code=code)
    page = {"asset": asset, "form": form, "records": asset.developments.select_related("by")}
    return render(request, "assets/development.html", page, status=422 if form.is_bound else 200)


@require_POST
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take one back."""
    asset = asset_for(request, code, carried_by)
    developing.take_back(get_object_or_404(Development.objects.filter(asset=asset), pk=pk), by=sight(request))
    messages.success(request, _("Removed. The journal keeps what it was."))
    return redirect("assets:development", code=code)
