"""Forms with which an asset is entered and amended: the quick one of a kind, and everything in sections."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.days.fields import DayField, PastDay
from accounts.directory.forms import said_if_left
from accounts.models import Department, Person, Place
from accounts.querysets import in_use_or_chosen
from accounts.sight import Sight
from assets.entering.fields import MEDIA, YesNoField, dress, know_unknown, media_of, medium_of
from assets.entering.firms import offer_firms
from assets.entering.kind_words import CARRIER_FIELDS, KINDS, KindWords
from assets.kinds import Kind, Origin
from assets.knowing.forms import inner_helper
from assets.models import Asset, Carrier, Holding, KnowHow, NumberHandler, PersonalData
from assets.tagging import LONGEST, MOST, names_in, tags_of


class QuickForm(forms.Form):
    """The few things that are asked at once: what it is, where it is, who answers for it, and one of its kind."""

    ASSET = ("name", "giver", "return_due_on", "owner", "department")
    CARRIER = ("place", "location", "serial", "locked", "encrypted", "access_control", "shape_visible")
    KNOW_HOW = ("used_in", "nature")

    def __init__(self, *args: Any, words: KindWords, received: bool, by: Sight, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words, self.received, self.by = words, received, by
        self.helper = inner_helper()
        for name in words.received if received else words.quick:
            self.fields[name] = self._field(name)
        for name in {"nature", "access_control"} & set(self.fields):
            know_unknown(self.fields[name])
        dress(self.fields, words)
        offer_firms(self.fields)
        self.fields["name"].widget.attrs["autofocus"] = True
        self.initial.setdefault("department", self._own_department())

    def _field(self, name: str) -> Any:
        if name == "medium":
            return forms.ChoiceField(choices=media_of(self.words))
        if name in ("holder", "owner"):
            return forms.ModelChoiceField(Person.objects.employed(), required=False, label=_("Person in charge"))
        model = Asset if name in self.ASSET else Carrier if name in self.CARRIER else KnowHow
        field: Any = model._meta.get_field(name)
        kinds: dict[str, Any] = {"return_due_on": DayField, "locked": YesNoField}
        kinds |= {"encrypted": YesNoField, "shape_visible": YesNoField}
        formed = field.formfield(**({"form_class": kinds[name]} if name in kinds else {}))
        formed.required = name in ("name", "giver")
        if name == "place":
            formed.queryset = Place.objects.in_use()
        return formed

    def _own_department(self) -> int | None:
        if self.by.person is None:
            return None
        posting = self.by.person.postings.current(self.by.on).order_by("from_on").first()
        return posting.department_id if posting else None

    def asset(self) -> Asset:
        """The new asset, unsaved. Where no department is asked for, it is the one of whoever enters."""
        facts = {name: self.cleaned_data[name] for name in self.ASSET if name in self.fields}
        if "department" not in facts:
            facts["department"] = Department.objects.filter(pk=self.initial["department"]).first()
        origin = Origin.RECEIVED if self.received else Origin.OWN
        return Asset(kind=self.words.kind, origin=origin, **facts)

    def carriers(self) -> list[Carrier]:
        """What it lives on; know-how lives in heads, and these are its holders."""
        if self.words.kind == Kind.TAC:
            return []
        facts = {name: self.cleaned_data[name] for name in self.CARRIER if name in self.fields}
        kind, host = medium_of(self.cleaned_data.get("medium") or media_of(self.words)[0][0])
        return [Carrier(kind=kind, host=host, **facts)]

    def holdings(self) -> list[Holding]:
        holder = self.cleaned_data.get("holder")
        return [Holding(person=holder)] if holder else []

    def details(self) -> list[KnowHow]:
        """The card of a know-how, if anything of it was said."""
        facts = {name: self.cleaned_data[name] for name in self.KNOW_HOW if name in self.fields}
        return [KnowHow(**facts)] if any(facts.values()) else []


class AssetForm(forms.ModelForm):
    """What the information is, whose it is, where it came from, and the words to find it by."""

    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Your own words to find it by, with commas between them."),
    )

    class Meta:
        model = Asset
        fields = (
            "name", "summary", "business", "kind", "department", "owner", "custodian", "origin", "giver",
            "permitted_use", "secrecy_duty", "received_on", "return_due_on", "kept_apart", "returned_on",
            "return_shown_by", "technical", "personal", "sensitive", "my_number",
        )  # fmt: skip
        widgets = {"summary": forms.Textarea(attrs={"rows": 2})}
        field_classes = {
            "received_on": PastDay, "returned_on": PastDay, "return_due_on": DayField, "kept_apart": YesNoField,
            "technical": YesNoField,
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        for name in ("owner", "custodian"):
            among = Person.objects.filter(pk=getattr(self.instance, f"{name}_id"))
            self.fields[name].queryset = Person.objects.employed() | among  # type: ignore[attr-defined]
        for name, choices in (("kind", Kind.choices), ("origin", Origin.choices)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.initial["tags"] = tags_of(self.instance)
        offer_firms(self.fields)
        said_if_left(self)
        dress(self.fields, KINDS[Kind(self.instance.kind)])

    def clean_tags(self) -> list[str]:
        names = names_in(self.cleaned_data["tags"])
        if any(len(name) > LONGEST for name in names):
            raise forms.ValidationError(_("A tag has %(n)s characters at most.") % {"n": LONGEST})
        if len(names) > MOST:
            raise forms.ValidationError(_("%(n)s tags at most.") % {"n": MOST})
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("origin") == Origin.RECEIVED and not cleaned.get("giver"):
            self.add_error("giver", _("Say who gave it to us."))
        return cleaned


class KnowHowForm(forms.ModelForm):
    """The card of a know-how."""

    class Meta:
        model = KnowHow
        fields = ("used_in", "nature", "learnt_how", "filmed", "patents")
        field_classes = {"filmed": YesNoField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        know_unknown(self.fields["nature"])
        dress(self.fields, KINDS[Kind.TAC])


class PersonalDataForm(forms.ModelForm):
    """What has to be said about personal information."""

    class Meta:
        model = PersonalData
        fields = (
            "purpose", "subjects", "items", "headcount", "source", "basis", "entrusted", "entrusted_to",
            "provided_to", "keeper", "keep_for", "until_on", "destroyed_on", "erase_method", "contact",
        )  # fmt: skip
        field_classes = {"entrusted": YesNoField, "until_on": DayField, "destroyed_on": PastDay}
        help_texts = {
            "purpose": gettext_lazy("What it is used for, as people were told."),
            "subjects": gettext_lazy("Employees, customers, business contacts, applicants."),
            "basis": gettext_lazy("The notice that was given, or the law that demands it."),
            "entrusted": gettext_lazy("A payroll cloud, a mailing house."),
            "keep_for": gettext_lazy("As a law or our own rule says."),
            "until_on": gettext_lazy("The day on which it has to be gone."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        know_unknown(self.fields["headcount"])
        offer_firms(self.fields)
        among = Person.objects.filter(pk=self.instance.keeper_id)
        self.fields["keeper"].queryset = Person.objects.employed() | among  # type: ignore[attr-defined]
        said_if_left(self)

    def clean(self) -> dict[str, Any]:
        """The table refuses a firm where the answer is no; the form also where it is not known."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("entrusted_to") and not cleaned.get("entrusted") and not self.has_error("entrusted"):
            self.add_error("entrusted", _("You name a firm: then its handling is entrusted."))
        return cleaned


class CarrierForm(forms.ModelForm):
    """One thing on which the information lives; asked is what its medium has."""

    medium = forms.ChoiceField(label=gettext_lazy("Medium"))

    class Meta:
        model = Carrier
        fields = (
            "serial", "device", "system", "place", "location", "quantity", "locked", "lock_checked_on",
            "access_control", "network", "encrypted", "label", "shape_visible", "belongs_to", "lent_to", "lent_on",
            "due_back_on", "retention", "keep_until_on", "notes",
        )  # fmt: skip
        help_texts = {
            "keep_until_on": gettext_lazy("Past it, Kura asks for its disposal, or for a later day."),
        }
        field_classes = {
            "locked": YesNoField, "encrypted": YesNoField, "shape_visible": YesNoField,
            "lock_checked_on": PastDay, "lent_on": DayField, "due_back_on": DayField,
            "keep_until_on": DayField,
        }  # fmt: skip

    def __init__(self, *args: Any, words: KindWords, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        likely = media_of(words)
        rest = [each for each in MEDIA if each not in likely]
        self.fields["medium"].choices = [("", "―"), *likely, *rest]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["medium"] = "/".join(part for part in self.instance.natural_key() if part)
        kind = Kind(self.instance.kind) if self.instance.pk else words.media[-1 if words.kind == Kind.TAC else 0][0]
        for name in set(self.fields) - {"medium", *CARRIER_FIELDS[Kind(kind)]}:
            del self.fields[name]
        self.order_fields(["medium", *CARRIER_FIELDS[Kind(kind)]])
        for name in {"access_control", "network", "label"} & set(self.fields):
            know_unknown(self.fields[name])
        for name in {*words.labels} & set(self.fields) - {"medium"}:
            self.fields[name].label = str(words.labels[name])
        for name in {"device", "system"} & set(self.fields):
            self._offer_hosts(name)
        offer_firms(self.fields)
        if "place" in self.fields:
            places = in_use_or_chosen(Place.objects.all(), self.instance.place_id)
            self.fields["place"].queryset = places  # type: ignore[attr-defined]
        said_if_left(self)

    def _offer_hosts(self, name: str) -> None:
        """Devices or systems in use, and the one that is chosen already; none chosen is not known."""
        field: Any = self.fields[name]
        field.queryset = in_use_or_chosen(field.queryset, getattr(self.instance, f"{name}_id"))
        field.empty_label = _("not known")

    def clean(self) -> dict[str, Any]:
        """What is lent comes back afterwards. A ledger may have brought it otherwise, so the table does not ask it, and
        here it is asked only of days that are changed."""
        facts = super().clean() or self.cleaned_data
        lent, due = facts.get("lent_on"), facts.get("due_back_on")
        if lent and due and due < lent and {"lent_on", "due_back_on"}.intersection(self.changed_data):
            self.add_error("due_back_on", _("This lies before the day on which it was lent."))
        return facts

    def _post_clean(self) -> None:
        self.instance.kind, self.instance.host = medium_of(self.cleaned_data.get("medium", ""))
        super()._post_clean()  # type: ignore[misc]


class HoldingForm(forms.ModelForm):
    """Who holds a know-how."""

    class Meta:
        model = Holding
        fields = ("person", "skill", "told_on", "acknowledged_on")
        field_classes = {"told_on": PastDay, "acknowledged_on": PastDay}


class NumberHandlerForm(forms.ModelForm):
    """Who may handle My Number information."""

    class Meta:
        model = NumberHandler
        fields = ("person", "task")


class PlainFormSet(BaseInlineFormSet):
    """Formsets whose helper writes no form tag, and whose rows do not print the running number of their asset: from
    gaps in such numbers one could tell how many assets one may not know of. An empty field means the same to Django."""

    helper = inner_helper()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[self.fk.name].initial = None
        form.initial.pop(self.fk.name, None)


class CarriersFormSet(PlainFormSet):
    """Carriers are asked in the words of their asset's kind."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:  # Django's own name
        return super().get_form_kwargs(index) | {"words": KINDS[Kind(self.instance.kind)]}


def _set_of(model: Any, form: Any, formset: Any = PlainFormSet) -> Any:
    options = {"form": form, "formset": formset, "extra": 1, "can_delete": True, "can_delete_extra": False}
    return inlineformset_factory(Asset, model, **options)


CarrierFormSet = _set_of(Carrier, CarrierForm, CarriersFormSet)
HoldingFormSet = _set_of(Holding, HoldingForm)
NumberHandlerFormSet = _set_of(NumberHandler, NumberHandlerForm)


class EditForms:
    """Everything that is asked of one asset: its own form, one-to-one cards, and formsets. Only what its kind has."""

    def __init__(self, asset: Asset, data: Any = None) -> None:
        self.words = KINDS[Kind(asset.kind)]
        self.main = AssetForm(data, instance=asset)
        tacit = asset.kind == Kind.TAC
        card: Any = getattr(asset, "know_how", None) or KnowHow(asset=asset)
        told: Any = getattr(asset, "personal_data", None) or PersonalData(asset=asset)
        self.know_how = KnowHowForm(data, instance=card, prefix="know_how") if tacit else None
        self.personal = PersonalDataForm(data, instance=told, prefix="personal_data")
        self.carriers = CarrierFormSet(data, instance=asset, prefix="carriers")
        self.handlers = NumberHandlerFormSet(data, instance=asset, prefix="number_handlers")
        held = tacit or (asset.pk and asset.holdings.exists())
        self.holdings = HoldingFormSet(data, instance=asset, prefix="holdings") if held else None

    @property
    def cards(self) -> list[Any]:
        """The forms of what an asset has one of at most."""
        return [form for form in (self.know_how, self.personal) if form is not None]

    @property
    def sets(self) -> list[Any]:
        return [each for each in (self.carriers, self.holdings, self.handlers) if each is not None]

    @property
    def is_bound(self) -> bool:
        return self.main.is_bound

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in (self.main, *self.cards, *self.sets)]  # each says what is wrong
        return all(checked) and not self._untold()

    def _untold(self) -> bool:
        """Somebody describes personal information and does not say that there is some: no rule would ask of it."""
        said = any(self.personal.cleaned_data[name] for name in self.personal.changed_data)
        if said and not self.main.cleaned_data["personal"]:
            self.main.add_error("personal", _("You describe personal information: then tick that there is some."))
        return not self.main.is_valid()

    def has_changed(self) -> bool:
        """Does anything differ from what is there?"""
        return any(form.has_changed() for form in (self.main, *self.cards, *self.sets))

    def all_forms(self) -> Iterator[Any]:
        """Every single form, those of the formsets among them."""
        yield from (self.main, *self.cards)
        for each in self.sets:
            yield from each.forms

    @property
    def what(self) -> list[Any]:
        return self._fields("name", "summary", "business", "kind", "technical", "tags")

    @property
    def whose(self) -> list[Any]:
        return self._fields("department", "owner", "custodian")

    @property
    def received(self) -> list[Any]:
        return self._fields(
            "origin",
            "giver",
            "permitted_use",
            "secrecy_duty",
            "received_on",
            "return_due_on",
            "kept_apart",
            "returned_on",
            "return_shown_by",
        )

    @property
    def flags(self) -> list[Any]:
        return self._fields("personal", "sensitive", "my_number")

    @property
    def is_received(self) -> bool:
        """Is there anything to see in the section on what came from others?"""
        return self.main["origin"].value() != Origin.OWN or any(field.errors for field in self.received)

    @property
    def is_personal(self) -> bool:
        """Is there anything to see in the section on personal information?"""
        said = any(field.value() for field in self.flags)
        wrong = self.personal.errors or any(field.errors for field in self.flags)
        return bool(said or self.personal.instance.pk or wrong)

    def _fields(self, *names: str) -> list[Any]:
        return [self.main[name] for name in names]
