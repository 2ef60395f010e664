"""Signing in. The names with account_ and mfa_ are those that allauth looks for."""

from django.urls import path

from accounts.signing import invitation_views, key_views
from accounts.signing import views as sign_in_views

urlpatterns = [
    path("accounts/login/", sign_in_views.sign_in, name="account_login"),
    path("accounts/logout/", sign_in_views.sign_out, name="account_logout"),
    path("accounts/code/", sign_in_views.enter_code, name="mfa_authenticate"),
    path("accounts/again/", sign_in_views.say_again, name="account_reauthenticate"),
    path("accounts/again/code/", sign_in_views.enter_code_again, name="mfa_reauthenticate"),
    path("accounts/again/key/", key_views.say_again_with_key, name="mfa_reauthenticate_webauthn"),
    path("accounts/password/", sign_in_views.change_password, name="account_change_password"),
    path("accounts/security/", sign_in_views.security, name="mfa_index"),
    path("accounts/security/app/", sign_in_views.set_up_app, name="mfa_activate_totp"),
    path("accounts/security/app/remove/", sign_in_views.remove_app, name="mfa_deactivate_totp"),
    path("accounts/security/keys/", key_views.keys, name="mfa_list_webauthn"),
    path("accounts/security/keys/new/", key_views.add_key, name="mfa_add_webauthn"),
    path("accounts/security/keys/<int:pk>/remove/", key_views.remove_key, name="mfa_remove_webauthn"),
    path("accounts/security/codes/", sign_in_views.recovery_codes, name="mfa_view_recovery_codes"),
    path("accounts/security/codes/new/", sign_in_views.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("accounts/security/sessions/end/", sign_in_views.end_other_sessions, name="end_other_sessions"),
    path("accounts/security/sessions/<int:pk>/end/", sign_in_views.end_session, name="end_session"),
    path("invitation/<str:code>/", invitation_views.accept, name="invitation"),
    path("people/sign-ins/", invitation_views.list_, name="sign_ins"),
    path("people/sign-ins/<str:code>/", invitation_views.detail, name="sign_in_detail"),
    path("people/sign-ins/<str:code>/amend/", invitation_views.amend, name="sign_in_amend"),
    path("people/sign-ins/<str:code>/invite/", invitation_views.invite, name="sign_in_invite"),
    path("people/sign-ins/<str:code>/withdraw/", invitation_views.withdraw, name="sign_in_withdraw"),
    path("people/sign-ins/<str:code>/sessions/end/", invitation_views.end_sessions, name="sign_in_end_sessions"),
    path("people/sign-ins/<str:code>/factor/remove/", invitation_views.remove_factor, name="sign_in_remove_factor"),
    path("people/sign-ins/<str:code>/link/", invitation_views.link, name="sign_in_link"),
    path("people/sign-ins/<str:code>/unlink/", invitation_views.unlink, name="sign_in_unlink"),
]
