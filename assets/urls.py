from django.urls import path

from assets import views
from assets.choosing import views as choice_views
from assets.deciding import together_views
from assets.deciding import views as decision_views
from assets.developing import views as development_views
from assets.discussing import views as discussion_views
from assets.disposing import views as disposal_views
from assets.entering import views as entry_views
from assets.judging import views as judge_views
from assets.knowing import views as access_views
from assets.labelling import views as photo_views

app_name = "assets"
urlpatterns = [
    path("new/", entry_views.new, name="new"),
    path("new/<slug:kind>/", entry_views.enter, name="enter"),
    path("similar/", entry_views.similar, name="similar"),
    path("approvals/", decision_views.approvals, name="approvals"),
    path("approvals/together/", together_views.approve_together, name="together"),
    path("<str:code>/edit/", entry_views.edit, name="edit"),
    path("<str:code>/photos/new/", photo_views.add_photo, name="add_photo"),
    path("<str:code>/photos/<int:pk>/", photo_views.photo, name="photo"),
    path("<str:code>/photos/<int:pk>/remove/", photo_views.remove_photo, name="remove_photo"),
    path("<str:code>/label/", photo_views.label, name="label"),
    path("<str:code>/copy/", entry_views.copy, name="copy"),
    path("<str:code>/judge/", judge_views.judge, name="judge"),
    path("<str:code>/use/", choice_views.choose, name="choose"),
    path("<str:code>/decide/", decision_views.decide, name="decide"),
    path("<str:code>/steps/<slug:name>/", decision_views.step, name="step"),
    path("<str:code>/disposal/", disposal_views.disposal, name="disposal"),
    path("<str:code>/disposal/<slug:name>/", disposal_views.disposal_step, name="disposal_step"),
    path("<str:code>/development/", development_views.development, name="development"),
    path("<str:code>/development/<int:pk>/remove/", development_views.remove, name="development_remove"),
    path("<str:code>/seal/", views.seal, name="seal"),
    path("<str:code>/unseal/", views.unseal, name="unseal"),
    path("<str:code>/access/confirm/", access_views.confirm_access, name="confirm_access"),
    path("<str:code>/access/accept/", access_views.accept_proposals, name="accept_proposals"),
    path("<str:code>/access/proposals/<int:pk>/decline/", access_views.decline_proposal, name="decline_proposal"),
    path("<str:code>/access/<int:pk>/end/", access_views.end_access, name="end_access"),
    path("<str:code>/discussion/", discussion_views.talk, name="discussion"),
    path("<str:code>/discussion/<int:pk>/withdraw/", discussion_views.withdraw_comment, name="withdraw_comment"),
    path("<str:code>/discussion/<int:pk>/take-up/", discussion_views.take_up, name="take_up"),
    path("<str:code>/related/", discussion_views.related, name="related"),
    path("<str:code>/related/<int:pk>/part/", discussion_views.part, name="part"),
]
