### The audit log.

audit-title = Audit log
audit-lead = Who did what, when and from where. Entries are never changed; each carries the hash of the one before it.
audit-chain = State of the chain
audit-entries = { $n ->
    [one] { $count } entry.
   *[other] { $count } entries.
 }
audit-sound = Every one was in its place when last checked:
audit-unchecked = Not checked yet.
audit-broken = The log has been tampered with
audit-verify = Check now
audit-note = Note the end of the chain elsewhere
audit-note-text = Whoever can write the database could compute a whole new log. Keep this line somewhere else: “joute admin audit verify --noted …” then says whether the log still goes through it.
audit-search = Name or address contains
audit-actor = Who
audit-action = What
audit-object = Object
audit-from = From
audit-until = To
audit-any = Anything
audit-all-of = { $family }: everything
audit-number = No.
audit-when = When
audit-where = From where
audit-detail = Details
audit-erased = former participant
audit-newest = Newest
audit-older = Older
audit-none = No entry matches
pages = Pages

## What was recognised

audit-via-session = Browser session
audit-via-token = Personal token
audit-via-jwt = Bearer token
audit-via-password = Name and password
audit-via-link = Download link
audit-via-command = Server’s terminal
audit-via-visitor = Not signed in
audit-via-house = The platform itself

## Kinds of objects

audit-object-person = Person
audit-object-session = Session
audit-object-token = Token
audit-object-competition = Competition
audit-object-file = File
audit-object-solution = Solution
audit-object-team = Team
audit-object-submission = Submission

## Families of actions

audit-family-account = Accounts
audit-family-password = Passwords
audit-family-session = Sessions
audit-family-token = Tokens
audit-family-jwt = Bearer tokens
audit-family-competition = Competitions
audit-family-page = Pages
audit-family-file = Files
audit-family-data = Data
audit-family-solution = Solutions
audit-family-team = Teams
audit-family-submission = Submissions
audit-family-audit = Audit log

## Actions: the code with hyphens

audit-action-account-create = Account created
audit-action-account-setup = First administrator created
audit-action-account-change = Account changed
audit-action-account-disable = Account closed
audit-action-account-enable = Account reopened
audit-action-password-change = Password changed
audit-action-password-reset = Password replaced
audit-action-session-open = Signed in
audit-action-session-refuse = Sign-in refused
audit-action-session-end = Session ended
audit-action-session-steal = Stolen session ended
audit-action-token-issue = Token created
audit-action-token-revoke = Token revoked
audit-action-jwt-issue = Bearer token issued
audit-action-competition-create = Competition drafted
audit-action-competition-change = Settings changed
audit-action-competition-publish = Competition published
audit-action-competition-unpublish = Competition taken back to a draft
audit-action-competition-archive = Competition archived
audit-action-page-write = Page written
audit-action-file-put = File uploaded
audit-action-file-remove = File removed
audit-action-file-download = File downloaded
audit-action-data-download = All data downloaded
audit-action-solution-put = Solution uploaded
audit-action-team-create = Team created
audit-action-submission-accept = Submission accepted
audit-action-submission-refuse = Submission refused by a rule
audit-action-submission-reject = Submission failed its check
audit-action-submission-give-up = Submission not scored, platform’s fault
audit-action-submission-change = Note changed
audit-action-submission-download = Submission downloaded
audit-action-audit-verify = Log checked
audit-action-audit-export = Log exported
