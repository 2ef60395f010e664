"""Keeping the contacts right: correct one, add one, confirm it, hide it, go back to what Kura ships."""

import secrets
from collections.abc import Callable

from accounts.directory.prefectures import Prefecture
from accounts.models import Company, Mandate, Person, User
from accounts.querysets import today
from accounts.sight import sight_of
from desk.leaks.contacts import OWN_KEY, Kind, Shipped, shipped
from desk.models import Contact, Group
from journal.acts import Act, act
from measures.catalogue import in_language

Role = Mandate.Role


def keeper(user: User) -> Person | None:
    """The person, if they may keep the contacts: the chief, stewards and administrators."""
    sight = sight_of(user)
    may = user.is_staff or sight.holds(Role.CHIEF, Role.STEWARD)
    return sight.person if may else None


def word_on(key: str) -> Contact | None:
    """The company's row on a contact, a fresh one where it has said nothing so far; None where there is no contact."""
    entry = shipped().get(key)
    row = Contact.objects.filter(key=key).first()
    return row or (Contact(key=key, group=entry.group, prefecture=entry.prefecture) if entry else None)


def fresh() -> Contact:
    """A contact of the company's own, not yet written."""
    return Contact(key=OWN_KEY + secrets.token_hex(4), group=Group.OWN)


def texts_of(row: Contact) -> dict[str, str]:
    """What a form begins with: the company's text, else the shipped one in the reader's language."""
    entry = shipped().get(row.key)
    if row.name or entry is None:
        return {}
    return _shipped_texts(entry) | {"group": row.group}


def _shipped_texts(entry: Shipped) -> dict[str, str]:
    return {
        "name": entry.ja,
        "name_en": entry.en,
        "use": in_language(entry.use_ja, entry.use_en),
        "phone": entry.first(Kind.PHONE),
        "hours": entry.first(Kind.HOURS),
        "mail": entry.first(Kind.MAIL),
        "web": entry.first(Kind.WEB),
    }


def amend(row: Contact, *, by: Person) -> None:
    """Write the company's text. Who writes it has not thereby confirmed it."""
    row.verified_on = row.verified_by = None
    with act(by, "desk.amend_contact") as deed:
        _write(deed, row)


def confirm(row: Contact, *, by: Person) -> None:
    """Somebody has called or looked: it is right today."""
    row.verified_on, row.verified_by = today(), by
    with act(by, "desk.confirm_contact") as deed:
        _write(deed, row)


def hide(row: Contact, *, by: Person) -> None:
    """Not for this company: it goes to the end of the page, for those who keep the contacts."""
    row.hidden = True
    with act(by, "desk.hide_contact") as deed:
        _write(deed, row)


def show(row: Contact, *, by: Person) -> None:
    row.hidden = False
    with act(by, "desk.show_contact") as deed:
        _write(deed, row)


def drop(row: Contact, *, by: Person) -> None:
    """Take the company's word back: a shipped contact is as Kura ships it again, an own one is gone."""
    if row.pk:
        with act(by, "desk.drop_contact", row) as deed:
            deed.facts["key"] = row.key
            deed.remove(row)


def _write(deed: Act, row: Contact) -> None:
    deed.facts["key"] = row.key
    if row.pk:
        deed.save(row)
    else:
        deed.add(row)
    deed.name(row)


def choose_prefecture(company: Company, prefecture: str, *, by: Person) -> None:
    """Whose police stands first.

    Raises:
        ValueError: there is no such prefecture.
    """
    with act(by, "desk.choose_prefecture", company) as deed:
        deed.change(company, prefecture=Prefecture(prefecture).value if prefecture else "")


STEPS: dict[str, Callable[..., None]] = {"confirm": confirm, "hide": hide, "show": show, "drop": drop}
