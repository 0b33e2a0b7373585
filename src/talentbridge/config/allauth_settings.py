"""How people prove who they are: django-allauth's settings, apart because there are many."""

import os

# E-mail and password; no user names. The address is proven before anything opens.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True  # one address a person; the old one holds until the new one is proven
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that signed up
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True  # every other session ends
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail whenever a password, an address or a key changes
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = os.environ.get("TALENTBRIDGE_URL", "http").partition(":")[0]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds; the same as kernel.stepup.MAX_AGE
ACCOUNT_ADAPTER = "talentbridge.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "talentbridge.accounts.forms.LoginForm",
    "signup": "talentbridge.accounts.forms.SignupForm",
}

# Rate limits count by address; behind proxies, say how many of them may be believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TALENTBRIDGE_PROXIES", "0"))

# Second factors: passkeys (also instead of the password), codes from an app, recovery codes. No phone needed.
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "talentbridge.accounts.adapter.MFAAdapter"
MFA_TOTP_ISSUER = "K-Digital Talent Bridge"
MFA_TOTP_TOLERANCE = 1  # one step of 30 seconds either way, for clocks that drift

CSRF_FAILURE_VIEW = "talentbridge.accounts.web.page_too_old"
