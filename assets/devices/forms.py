"""Forms on devices and systems: only what a rule asks or somebody reads."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.days.fields import DayField, PastDay
from accounts.directory.forms import said_if_left
from accounts.models import Person
from assets.devices.hosts import CHECKS, CHECKS_OF
from assets.entering.fields import YesNoField, know_unknown
from assets.knowing.forms import inner_helper
from assets.models import Device, System

_DAYS = ("support_ends_on", "ended_on")
# Days on which somebody looked, lent or got back: not to come.
SEEN = (*(each.column for each in CHECKS.values()), "lent_on", "returned_on")


class HostForm(forms.ModelForm):
    """What devices and systems have in common."""

    PEOPLE: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        know_unknown(self.fields["network"])
        for name in self.PEOPLE:
            among = Person.objects.filter(pk=getattr(self.instance, f"{name}_id"))
            self.fields[name].queryset = Person.objects.employed() | among  # type: ignore[attr-defined]
        said_if_left(self)


class DeviceForm(HostForm):
    """A device: whose, with whom, and how it is looked after."""

    PEOPLE = ("holder",)

    class Meta:
        model = Device
        fields = (
            "code", "name", "kind", "department", "private", "holder", "lent_on", "returned_on", "network", "antivirus",
            "antivirus_checked_on", "updated_on", "support_ends_on", "encrypted", "remote_wipe", "notes", "ended_on",
        )  # fmt: skip
        field_classes = {
            "private": YesNoField, "antivirus": YesNoField, "encrypted": YesNoField, "remote_wipe": YesNoField,
            **dict.fromkeys(_DAYS, DayField), **dict.fromkeys(SEEN, PastDay),
        }  # fmt: skip
        help_texts = {
            "code": gettext_lazy("As on its sticker. Example: PC-07"),
            "name": gettext_lazy("As people call it. Example: CAD machine in the design room"),
            "private": gettext_lazy("Somebody's own, used for work."),
            "returned_on": gettext_lazy("Leave it empty while they have it."),
            "updated_on": gettext_lazy("The day on which somebody last saw that its updates were applied."),
            "remote_wipe": gettext_lazy("Through device management, if it is lost."),
        }


class SystemForm(HostForm):
    """A system or service: who answers for it, who signs in how, its logs, and another firm's terms."""

    PEOPLE = ("responsible",)

    class Meta:
        model = System
        fields = (
            "code", "name", "kind", "provider", "department", "responsible", "network", "shared_ids", "mfa",
            "rights_reviewed_on", "logs_kept", "logs_months", "logs_reviewed_on", "antivirus", "antivirus_checked_on",
            "updated_on", "support_ends_on", "encrypted", "terms_secret", "terms_no_reuse", "terms_checked_on",
            "highest_level", "notes", "ended_on",
        )  # fmt: skip
        field_classes = {
            "shared_ids": YesNoField, "mfa": YesNoField, "logs_kept": YesNoField, "antivirus": YesNoField,
            "encrypted": YesNoField, "terms_secret": YesNoField, "terms_no_reuse": YesNoField,
            **dict.fromkeys(_DAYS, DayField), **dict.fromkeys(SEEN, PastDay),
        }  # fmt: skip
        help_texts = {
            "code": gettext_lazy("A short one of your own. Example: SYS-03"),
            "name": gettext_lazy("As people call it. Example: file server, sales cloud"),
            "provider": gettext_lazy("Of an outside service: the firm that runs it."),
            "terms_secret": gettext_lazy("Of an outside service: its contract binds it to secrecy."),
            "highest_level": gettext_lazy("What is above this level must not be put in. Empty: we have set none."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["highest_level"]
        field.choices = [("", _("none set")), *[c for c in field.choices if c[0] not in ("", None)]]


FORMS: dict[Any, type[HostForm]] = {Device: DeviceForm, System: SystemForm}


class ChecksForm(forms.Form):
    """Of which rows somebody has looked at what."""

    row = forms.ModelMultipleChoiceField(Device.objects.none())
    check = forms.MultipleChoiceField()

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["row"].queryset = rows  # type: ignore[attr-defined]
        names = CHECKS_OF[rows.model]
        self.fields["check"].choices = [(name, CHECKS[name].words) for name in names]  # type: ignore[attr-defined]
