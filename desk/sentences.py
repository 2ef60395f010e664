"""The one source of the journal's sentences: what each verb means, and with which others it is found."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS = {
    "views": _("Views of secrets"),
    "denied": _("Refused attempts"),
    "out": _("Exports and papers"),
    "sign_in": _("Sign-ins"),
    "register": _("Entries and changes"),
    "decisions": _("Judging and approval"),
    "access": _("Access"),
    "talk": _("Comments and relations"),
    "measures": _("Measures"),
    "imports": _("Imports"),
    "people": _("People and settings"),
    "remarks": _("Remarks on entries"),
}


@dataclass(frozen=True)
class Sentence:
    """The group of a verb, and what happened, with a place for who did it."""

    group: str
    text: Promise


SENTENCES = {
    "assets.view": Sentence("views", _("%(who)s opened a page about it")),
    "accounts.denied": Sentence("denied", _("%(who)s was refused")),
    "exchange.export": Sentence("out", _("%(who)s took out a ledger")),
    "exchange.export_list": Sentence("out", _("%(who)s took out a list of assets")),
    "reports.make": Sentence("out", _("%(who)s made a paper")),
    "reports.fetch": Sentence("out", _("%(who)s fetched a paper")),
    "accounts.sign_in": Sentence("sign_in", _("%(who)s signed in")),
    "accounts.sign_in_failed": Sentence("sign_in", _("A sign-in failed (%(who)s)")),
    "accounts.sign_out": Sentence("sign_in", _("%(who)s signed out")),
    "accounts.session_ended": Sentence("sign_in", _("%(who)s ended a session")),
    "accounts.mfa_on": Sentence("sign_in", _("%(who)s added a second factor")),
    "accounts.mfa_off": Sentence("sign_in", _("%(who)s gave up a second factor")),
    "accounts.remove_factor": Sentence("sign_in", _("%(who)s removed a second factor")),
    "accounts.link_account": Sentence("sign_in", _("%(who)s linked a company account")),
    "accounts.unlink_account": Sentence("sign_in", _("%(who)s unlinked a company account")),
    "accounts.invite": Sentence("sign_in", _("%(who)s invited somebody to sign in")),
    "accounts.withdraw_invitation": Sentence("sign_in", _("%(who)s withdrew an invitation")),
    "accounts.accept_invitation": Sentence("sign_in", _("%(who)s accepted an invitation")),
    "accounts.set_password": Sentence("sign_in", _("%(who)s set a password")),
    "accounts.add_sign_in": Sentence("sign_in", _("%(who)s added a sign-in")),
    "accounts.amend_sign_in": Sentence("sign_in", _("%(who)s amended a sign-in")),
    "assets.enter": Sentence("register", _("%(who)s entered it")),
    "assets.copy": Sentence("register", _("%(who)s entered it as a copy of another")),
    "assets.add_photo": Sentence("register", _("%(who)s added a photo")),
    "assets.remove_photo": Sentence("register", _("%(who)s took a photo out")),
    "assets.amend": Sentence("register", _("%(who)s amended it")),
    "assets.change_many": Sentence("register", _("%(who)s changed several together")),
    "assets.undo_many": Sentence("register", _("%(who)s took a change of several back")),
    "assets.retire": Sentence("register", _("%(who)s retired it")),
    "assets.seal": Sentence("register", _("%(who)s sealed its name")),
    "assets.unseal": Sentence("register", _("%(who)s lifted the seal from its name")),
    "assets.judge": Sentence("decisions", _("%(who)s judged it")),
    "assets.choose": Sentence("decisions", _("%(who)s decided to what use it is put")),
    "assets.submit": Sentence("decisions", _("%(who)s submitted it for approval")),
    "assets.approve": Sentence("decisions", _("%(who)s approved it")),
    "assets.approve_many": Sentence("decisions", _("%(who)s approved several together")),
    "assets.return": Sentence("decisions", _("%(who)s sent it back")),
    "assets.question": Sentence("decisions", _("%(who)s asked before deciding")),
    "assets.reply": Sentence("decisions", _("%(who)s answered what was asked")),
    "assets.uphold": Sentence("decisions", _("%(who)s approved it as it was changed")),
    "assets.revise": Sentence("decisions", _("%(who)s proposed another level")),
    "assets.give": Sentence("access", _("%(who)s gave access")),
    "assets.end": Sentence("access", _("%(who)s ended access")),
    "assets.change_access": Sentence("access", _("%(who)s changed a line of the access list")),
    "assets.agree": Sentence("access", _("%(who)s agreed to a line of the access list")),
    "assets.refuse_access": Sentence("access", _("%(who)s gave no access")),
    "assets.confirm_line": Sentence("access", _("%(who)s confirmed a line of the access list")),
    "assets.begin_round": Sentence("access", _("%(who)s began a review round")),
    "assets.lapse": Sentence("access", _("A review round ended; lines that nobody answered ended with it (%(who)s)")),
    "assets.close_round": Sentence("access", _("A review round was closed (%(who)s)")),
    "desk.round_paper": Sentence("out", _("%(who)s took out a review round")),
    "assets.ask": Sentence("access", _("%(who)s asked for access to what they need")),
    "assets.answer": Sentence("access", _("%(who)s answered a request for access")),
    "assets.confirm": Sentence("access", _("%(who)s confirmed the access list")),
    "assets.take_up": Sentence("register", _("%(who)s took up an idea")),
    "assets.comment": Sentence("talk", _("%(who)s wrote about it")),
    "assets.withdraw_comment": Sentence("talk", _("%(who)s withdrew what was written about it")),
    "assets.relate": Sentence("talk", _("%(who)s recorded what belongs together with it")),
    "assets.part": Sentence("talk", _("%(who)s took off the record what belonged together with it")),
    "measures.attest": Sentence("measures", _("%(who)s attested a measure")),
    "measures.withdraw": Sentence("measures", _("%(who)s withdrew an attestation")),
    "measures.exempt": Sentence("measures", _("%(who)s accepted a gap for a while")),
    "measures.set_threshold": Sentence("measures", _("%(who)s decided by which number a rule judges")),
    "exchange.bring_in": Sentence("imports", _("%(who)s uploaded a ledger")),
    "exchange.import": Sentence("imports", _("%(who)s imported a ledger")),
    "exchange.discard": Sentence("imports", _("%(who)s put an uploaded ledger away")),
    "accounts.add": Sentence("people", _("%(who)s added it")),
    "accounts.amend": Sentence("people", _("%(who)s changed it")),
    "accounts.remove": Sentence("people", _("%(who)s deleted it")),
    "accounts.erase": Sentence("people", _("%(who)s erased the name and personal values")),
    "accounts.pledge": Sentence("people", _("%(who)s recorded a pledge of secrecy")),
    "accounts.train": Sentence("people", _("%(who)s recorded a training")),
    "accounts.take_back": Sentence("people", _("%(who)s took a record back")),
    "accounts.fetch_pledge": Sentence("out", _("%(who)s fetched a signed pledge")),
    "accounts.fetch_training": Sentence("out", _("%(who)s fetched the papers of a training")),
    "classification.begin_rulebook": Sentence("people", _("%(who)s began company rules")),
    "classification.draft_rulebook": Sentence("people", _("%(who)s drafted the next edition of company rules")),
    "classification.amend_rulebook": Sentence("people", _("%(who)s amended a draft of company rules")),
    "classification.adopt_rulebook": Sentence("people", _("%(who)s recorded that company rules were adopted")),
    "classification.confirm_rulebook": Sentence("people", _("%(who)s confirmed company rules")),
    "classification.fetch_rulebook": Sentence("out", _("%(who)s fetched the paper of company rules")),
    "classification.set_loss_limits": Sentence("people", _("%(who)s set the amounts by which a loss is judged")),
    "classification.reword_levels": Sentence("people", _("%(who)s changed what the levels are called")),
    "classification.change_rules": Sentence("people", _("%(who)s changed the handling rules")),
    "classification.confirm_rules": Sentence("people", _("%(who)s confirmed the handling rules")),
    "desk.audience_paper": Sentence("out", _("%(who)s took out who could know of it")),
    "desk.rules_sheet": Sentence("out", _("%(who)s took out the handling rules")),
    "desk.leaver_paper": Sentence("out", _("%(who)s made the paper to sign on leaving")),
    "desk.reach": Sentence("views", _("%(who)s looked up what this person reached")),
    "accounts.appoint": Sentence("people", _("%(who)s gave a mandate")),
    "accounts.dismiss": Sentence("people", _("%(who)s ended a mandate")),
    "accounts.delegate": Sentence("people", _("%(who)s let another decide in their name")),
    "accounts.end_delegation": Sentence("people", _("%(who)s ended that another decides in somebody's name")),
    "accounts.allow_self_approval": Sentence("people", _("%(who)s allowed that people approve what they proposed")),
    "accounts.forbid_self_approval": Sentence("people", _("%(who)s forbade again that people approve their own")),
    "accounts.break_glass": Sentence("people", _("%(who)s opened the emergency door")),
    "accounts.enter_person": Sentence("people", _("%(who)s entered a person")),
    "accounts.move": Sentence("people", _("%(who)s recorded a move")),
    "accounts.amend_company": Sentence("people", _("%(who)s changed the company's settings")),
    "accounts.put_logo": Sentence("people", _("%(who)s put in a logo")),
    "accounts.drop_logo": Sentence("people", _("%(who)s took the logo out")),
    "assets.give_notice": Sentence("people", _("%(who)s recorded that somebody leaves")),
    "assets.postpone_leaving": Sentence("people", _("%(who)s put off a last day")),
    "assets.withdraw_notice": Sentence("people", _("%(who)s recorded that somebody stays")),
    "assets.hand_over": Sentence("people", _("%(who)s handed over what somebody answered for")),
    "assets.take_back_items": Sentence("people", _("%(who)s recorded that everything came back from a leaver")),
    "assets.close_leaving": Sentence("people", _("%(who)s closed a leaver's case")),
    "accounts.choose_language": Sentence("people", _("%(who)s chose a language")),
    "desk.set_up": Sentence("people", _("%(who)s set the register up")),
    "desk.load_demo": Sentence("people", _("%(who)s loaded the demo company")),
    "desk.save_view": Sentence("people", _("%(who)s kept a view of the list")),
    "desk.drop_view": Sentence("people", _("%(who)s gave up a view of the list")),
    "desk.choose_columns": Sentence("people", _("%(who)s chose the columns of the list")),
    "desk.amend_contact": Sentence("people", _("%(who)s amended a contact for leaks")),
    "desk.confirm_contact": Sentence("people", _("%(who)s confirmed a contact for leaks")),
    "desk.hide_contact": Sentence("people", _("%(who)s hid a contact for leaks")),
    "desk.show_contact": Sentence("people", _("%(who)s showed a contact for leaks again")),
    "desk.drop_contact": Sentence("people", _("%(who)s deleted a contact for leaks")),
    "desk.choose_prefecture": Sentence("people", _("%(who)s chose the prefecture")),
    "journal.correct": Sentence("remarks", _("%(who)s added a remark to an entry")),
}
UNKNOWN = _("%(who)s: %(verb)s")
OF_ITS_STORY = ("register", "decisions", "access", "measures")  # what an asset's own page tells


def verbs_of(*groups: str) -> list[str]:
    """The verbs of these groups."""
    return [verb for verb, sentence in SENTENCES.items() if sentence.group in groups]


def sentence(verb: str, who: str) -> str:
    """What happened, in the active language; a verb without a sentence stands as it is."""
    known = SENTENCES.get(verb)
    return str(known.text if known else UNKNOWN) % {"who": who, "verb": verb}
