### Signing in, first start, profile, tokens, sessions.

sign-in-title = Sign in
sign-in-text = Welcome to { $house }.
sign-in-login = User name or e-mail
sign-in-password = Password
sign-in-help = No account, or a lost password? Ask your administrator.
setup-title = First administrator
setup-text = This link works once. The account you create here administers the platform.
setup-create = Create the account
setup-invalid = This link no longer works
setup-invalid-text = It has been used or is too old. Start the platform again to get a new one, or sign in.
account-name = Name
account-handle = User name
account-handle-help = 2 to 32 letters, digits, dots, hyphens or underscores, beginning with a letter.
account-email = E-mail
account-password = Password
account-current-password = Current password
account-new-password = New password
account-password-help = At least 10 characters. A sentence is easiest to remember.

## Profile

profile-since = here since
profile-entered = Competitions entered
profile-none-entered = No competition entered yet
profile-competition = Competition
profile-phase = Phase
profile-account = Account
profile-password = Password
profile-change-password = Change the password

## Tokens

token = Token
tokens-title = API tokens
tokens-text = A token lets a script act in your name. It is shown once; only its hash is kept.
token-new = Your new token
token-new-text = Copy it now: it will not be shown again.
token-name = Name
token-name-example = my laptop
token-created = Created
token-used = Last used
token-expires = Expires
token-expired = expired
token-validity = Valid for
token-create = Create a token
token-revoke = Revoke
token-revoke-named = Revoke the token { $name }

## Sessions

sessions-title = Sessions
session-current = this one
session-seen = Last seen:
session-end = End
session-unknown-device = Unknown device
