"""The balance page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from desk.addressee import Addressee
from desk.balance.kinds import Scales, found
from desk.balance.table import TABLE


@require_GET
def balance(request: HttpRequest) -> HttpResponse:
    """Where protection and use are out of balance, among what the reader may know of."""
    who = Addressee.of(request.user)
    if who.sight.person is None:
        return render(request, "desk/balance.html", {"found": [], "nothing": TABLE})
    scales = Scales.of(who)
    told = [each for warning in TABLE if (each := found(warning, scales))]
    names = {each.warning.name for each in told}
    page = {
        "found": told,
        "nothing": [warning for warning in TABLE if warning.name not in names],
        "weighed": scales.assets.exists(),
    }
    return render(request, "desk/balance.html", page)
