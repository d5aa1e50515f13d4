### Notices after an action, errors of forms and of pages.

notice-saved = Saved.
notice-created = The draft has been created.
notice-published = The competition is published.
notice-unpublished = The competition is a draft again.
notice-archived = The competition is archived.
notice-file-added = The file has been read and kept.
notice-file-removed = The file has been removed.
notice-solution-added = The solution has been read, checked and locked away.
notice-submitted = Submitted. The score appears in a moment.
notice-signed-in = Welcome back.
notice-signed-out = You are signed out.
notice-token-revoked = The token no longer works.
notice-session-ended = The session is over.
notice-password-changed = The password has been changed; other sessions are over.

## Errors at a field, by code

field-error-required = This is needed.
field-error-too_long = This is too long; the limit is { $limit } characters.
field-error-bad_slug = Only lower-case letters, digits and hyphens.
field-error-slug_taken = Another competition has this address.
field-error-bad_zone = This time zone is unknown; write it like Europe/Paris.
field-error-bad_date = This date cannot be read.
field-error-ends_before_start = The end must come after the start.
field-error-out_of_range = This must lie between { $min } and { $max }.
field-error-unknown_metric = This metric is unknown.
field-error-bad_params = The parameters cannot be read: { $detail }
field-error-bad_columns = Name at least one column.
field-error-bad_email = This is not an e-mail address.
field-error-email_taken = Another account uses this address.
field-error-bad_handle = 2 to 32 letters, digits, dots, hyphens or underscores, beginning with a letter.
field-error-handle_taken = This user name is taken.
field-error-password_short = At least { $min } characters.
field-error-wrong_credentials = User name or password is wrong.
field-error-wrong_password = The current password is wrong.
field-error-too_many_attempts = Too many attempts. Try again in { $wait }.
field-error-missing_file = Choose a file first.
field-error-too_large = This file is too large; the limit is { $limit }.
field-error-file_name = This file name cannot be used.
field-error-file_exists = A file with this name exists already.
field-error-quota = Nothing left for today.
field-error-not_ready = Something required is still missing; see the checklist.
field-error-expired_form = This form was open too long. Check it and send it again.
field-error-other = This cannot be accepted.

## Error pages, by status

error-page-400 = This request makes no sense
error-page-400-text = Something in the address or the form could not be read.
error-page-401 = Please sign in
error-page-401-text = This page is for people of the house.
error-page-403 = Not yours to open
error-page-403-text = Your account may not do this. Ask the host or an administrator.
error-page-404 = Nothing here
error-page-404-text = The page does not exist, or it is not for you to see.
error-page-405 = Not this way
error-page-405-text = This address does not answer this kind of request.
error-page-413 = Too large
error-page-413-text = What you sent is larger than the limit.
error-page-422 = Something must be corrected
error-page-422-text = Go back and look at the marked fields.
error-page-429 = Too fast
error-page-429-text = Wait a moment and try again.
error-page-500 = The lance broke
error-page-500-text = The fault is ours. It has been recorded; the request number below helps to find it.
error-page-503 = Back in a moment
error-page-503-text = The platform is starting or under maintenance.
error-page-other = Something went wrong
error-page-other-text = Try again in a moment.
error-page-home = Home
error-page-code = Code
error-page-request = Request
