"""Photos of an asset, and the label that is stuck on what it lives on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.days.fields import PastDay
from accounts.querysets import today
from assets.doors import asset_for, asset_or_404, sight
from assets.knowing.forms import inner_helper
from assets.labelling import photos
from assets.labelling.qr import sign
from assets.rights import carried_by
from classification.levels import Level
from files.forms import FileAgain
from files.storing import Damaged, Refused, hand_out


class PhotoForm(FileAgain, forms.Form):
    """One picture; a phone offers its camera."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy("PNG or JPEG, at most 10 MB. On a phone this opens the camera."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg", "capture": "environment"}),
    )
    caption = forms.CharField(
        label=gettext_lazy("What it shows"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("So that the thing is found: the front with its number."),
    )
    taken_on = PastDay(label=gettext_lazy("Taken on"), required=False)

    helper = inner_helper()

    def clean_picture(self) -> UploadedFile:
        """Asked together with the rest, so that a wrong day is not told in another round."""
        upload: UploadedFile = self.cleaned_data["picture"]
        try:
            photos.only_pictures(upload)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return upload


@require_http_methods(["GET", "POST"])
def add_photo(request: HttpRequest, code: str) -> HttpResponse:
    """Add a picture of what the asset lives on."""
    asset = asset_for(request, code, carried_by)
    posted = request.method == "POST"
    start = {"taken_on": today()}
    form = PhotoForm(request.POST, request.FILES, initial=start) if posted else PhotoForm(initial=start)
    if form.is_valid():
        told: dict[str, Any] = {name: form.cleaned_data[name] for name in ("caption", "taken_on")}
        photos.add(asset, form.cleaned_data["picture"], by=sight(request), **told)
        messages.success(request, _("The photo is added."))
        return redirect("desk:detail", code=code)
    page = {"asset": asset, "form": form, "secret": (asset.level or 0) >= Level.SECRET}
    return render(request, "assets/add_photo.html", page, status=422 if form.is_bound else 200)


@require_GET
def photo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The picture's bytes, as they were stored; for whoever sees the asset with its name."""
    asset = asset_or_404(request, code)
    found = get_object_or_404(asset.files.select_related("blob"), pk=pk)
    try:
        return hand_out(found.blob, f"{asset.code}-{found.pk}")
    except Damaged:
        return render(request, "500.html", status=500)


@require_POST
def remove_photo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a picture out."""
    asset = asset_for(request, code, carried_by)
    photos.remove(get_object_or_404(asset.files.all(), pk=pk), by=sight(request))
    messages.success(request, _("The photo is taken out."))
    return redirect("desk:detail", code=code)


@require_GET
def label(request: HttpRequest, code: str) -> HttpResponse:
    """What is stuck on the thing: sign of the level, code, and a QR sign that opens its page. Never the name."""
    asset = asset_or_404(request, code)
    address = request.build_absolute_uri(reverse("desk:detail", args=[asset.code]))
    return render(request, "assets/label.html", {"asset": asset, "address": address, "sign": sign(address)})
