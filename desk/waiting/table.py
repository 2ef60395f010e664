"""The kinds of things that wait, the most urgent first."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from desk.waiting import access, actions, audits, deadlines, decisions, hosts, ledgers, people, returns, talk
from desk.waiting.kinds import Kind


def _agreements() -> str:
    return reverse("desk:agreements")


def _review() -> str:
    return reverse("desk:review")


def _books() -> str:
    return reverse("classification:books")


def _candidates() -> str:
    return reverse("desk:list") + "?state=CANDIDATE"


def _hosts(what: str, state: str) -> str:
    return f"{reverse('desk:hosts_of', args=[what])}?state={state}"


TABLE = (
    Kind("decide", _("Decide"), decisions.to_decide, decisions.decide_line, lambda: reverse("assets:approvals")),
    Kind("answer", _("Answer before it is decided"), decisions.to_answer, decisions.answer_line),
    Kind("disposals", _("Decide on disposals"), decisions.disposals, decisions.disposal_line),
    Kind("accept", _("Decide on gaps to be accepted"), deadlines.to_accept, deadlines.accept_line),
    Kind("agree", _("Agree to access to top secrets"), access.to_agree, access.agree_line, _agreements),
    Kind("leavers", _("People who leave"), people.leavers, people.leaver_line, lambda: reverse("people:list")),
    Kind("rules", _("Read and confirm the handling rules"), deadlines.rules_to_read, deadlines.rules_line),
    Kind("books", _("Read and confirm the company rules"), deadlines.books_to_read, deadlines.book_line, _books),
    Kind("sent-back", _("Came back to you"), decisions.sent_back, decisions.sent_back_line),
    Kind("rounds", _("Review round: answer line by line"), access.in_rounds, access.round_line, _review),
    Kind("lists", _("Go through the access list"), deadlines.lists_to_review, deadlines.review_line),
    Kind("before", _("Confirm access to new top secrets"), access.from_before, access.before_line, _agreements),
    Kind("moved", _("Access of people who have moved"), people.moved, people.moved_line),
    Kind("requests", _("Answer requests for access"), decisions.requests, decisions.request_line),
    Kind("proposals", _("Give access, or not"), ledgers.proposals, ledgers.proposal_line),
    Kind("actions", _("Close gaps"), actions.mine, actions.line, lambda: reverse("measures:actions")),
    Kind("remarks", _("Put right what an audit found"), audits.remarks, audits.remark_line),
    Kind("said", _("Comments, questions and ideas"), talk.said, talk.said_line),
    Kind("exemptions", _("Accepted gaps that end"), deadlines.exemptions_ending, deadlines.exemption_line),
    Kind("dispose", _("Dispose of, and confirm it"), decisions.to_dispose_of, decisions.dispose_line),
    Kind("lent", _("Get back what was lent out"), returns.lent, returns.lent_line),
    Kind("received", _("Give back what was received"), returns.received, returns.received_line),
    Kind("away", _("Get back from those who left"), hosts.away, hosts.away_line, lambda: _hosts("devices", "away")),
    Kind("devices", _("Look at devices"), hosts.devices, hosts.device_line, lambda: _hosts("devices", "due")),
    Kind("systems", _("Look at systems"), hosts.systems, hosts.system_line, lambda: _hosts("systems", "due")),
    Kind("public", _("Becomes public: lower the level"), deadlines.becoming_public, deadlines.public_line),
    Kind("words", _("Your attestations end"), deadlines.words_ending, deadlines.word_line),
    Kind("pledges", _("Pledges of secrecy that are missing"), people.pledges, people.pledge_line),
    Kind("drafts", _("Imports to finish"), ledgers.drafts, ledgers.draft_line),
    Kind("judge", _("Judge how secret it is"), decisions.to_judge, decisions.judge_line, _candidates),
    Kind("submit", _("Submit for approval"), decisions.to_submit, decisions.submit_line, _candidates),
    Kind("unowned", _("Say who answers for it"), ledgers.unowned, ledgers.unowned_line),
)
