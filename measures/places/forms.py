"""One short form for several points of a place, filled in on a phone in front of the door."""

from collections.abc import Iterator
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.days.fields import PastDay
from accounts.models import Place
from accounts.querysets import today
from measures.places.looking import points_of
from measures.places.records import CAN_BE_NONE, Found, Inspection, Point

NOT_TODAY = ("", _("not looked at"))
NONE_WORDS = {Point.CAMERA: _("there is no camera here"), Point.FIREWALL: _("not connected to the internet")}
KNOWN = [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]


class InspectForm(forms.Form):
    """What was found; a point left alone is not recorded."""

    on = PastDay(label=_("Inspected on"), initial=today)

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points_of(place)
        for point in self.points:
            self._add(point)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("on", *(field for point in self.points for field in self._fields(point)))

    def _add(self, point: Point) -> None:
        found = [(Found.IN_ORDER.value, Found.IN_ORDER.label), (Found.NOT_IN_ORDER.value, Found.NOT_IN_ORDER.label)]
        if point in CAN_BE_NONE:
            found.append((Found.NONE.value, NONE_WORDS[point]))
        self.fields[point] = forms.ChoiceField(
            label=point.label, choices=[*found, NOT_TODAY], widget=forms.RadioSelect, required=False, initial=""
        )
        if point == Point.CAMERA:
            days = _("Recordings are kept for (days)")
            self.fields["kept_days"] = forms.IntegerField(label=days, min_value=0, max_value=3650, required=False)
            told = _("People are told that there is a camera")
            self.fields["announced"] = forms.ChoiceField(label=told, choices=KNOWN, required=False)
        self.fields[f"{point}_remark"] = forms.CharField(label=_("Remark"), max_length=200, required=False)
        self.fields[f"{point}_remark"].widget.attrs["aria-label"] = _("Remark: %(point)s") % {"point": point.label}

    def _fields(self, point: Point) -> tuple[Any, ...]:
        camera = ("kept_days", "announced") if point == Point.CAMERA else ()
        return (InlineRadios(point.value), *camera, f"{point}_remark")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not any(facts.get(point) for point in self.points):
            raise ValidationError(_("Say of at least one point what you found."))
        for point in self.points:
            if facts.get(point) == Found.NOT_IN_ORDER and not facts.get(f"{point}_remark"):
                self.add_error(f"{point}_remark", _("Say what is not in order."))
        return facts

    def found(self) -> Iterator[Inspection]:
        """The points that were looked at, as rows without a place."""
        facts = self.cleaned_data
        for point in self.points:
            if facts[point]:
                row = Inspection(point=point, found=facts[point], on=facts["on"], remark=facts[f"{point}_remark"])
                if point == Point.CAMERA and facts[point] != Found.NONE:
                    row.kept_days, row.announced = (
                        facts["kept_days"],
                        {"yes": True, "no": False}.get(facts["announced"]),
                    )
                yield row
