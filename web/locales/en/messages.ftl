### Notices after an action, errors of forms and of pages.

notice-saved = Saved.
notice-house-open = The house is yours. You can host the first competition now.
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

## Errors at a field: by code of the problem and field, or by what a form itself found

field-error-required = This is needed.
field-error-bad_number = This must be a whole number in the range that is offered.
field-error-bad_ratio = This must be a number between 0 and 1, such as 0.3.
field-error-bad_zone = This time zone is unknown; write it like Europe/Paris.
field-error-bad_date = This date cannot be read; write it like 2026-11-05T09:00.
field-error-bad_params = The parameters cannot be read, line { $detail }
field-error-bad_roles = The roles cannot be read, line { $detail }
field-error-bad_choice = Choose one of the options.
field-error-page_too_long = A page has at most 1 MiB of text.
field-error-usage_or_ratio = Name the usage column, or choose to draw at random.
field-error-saved_value = Saved meanwhile: { $detail }
field-error-saved_page = The saved text differs from yours.
field-error-wrong_credentials = User name or password is wrong.
field-error-taken-handle = This user name is taken.
field-error-taken-email = Another account uses this address.
field-error-slug_taken-slug = Another competition has this address.
field-error-stale = Somebody else changed this competition meanwhile. What you typed is kept below; where the saved value differs, it is shown at the field. Saving again replaces it.
field-error-not_ready = Something required is still missing; see the checklist.
field-error-locked = This cannot change once submissions have been made.
field-error-scoring_missing = Choose the metric and the columns, and save the settings, before uploading the solution.
field-error-too_large = This file is too large.
field-error-upload_interrupted = The upload ended before the file was complete. Nothing was kept; send it again.
field-error-storage_full = The server has no space left. Nothing was kept; tell an administrator.
field-error-stage_stopped = Reading the file was stopped at a limit. { $detail }
field-error-invalid_field-handle = This cannot be a user name; the rule stands below.
field-error-invalid_field-email = This is not an e-mail address.
field-error-invalid_field-display_name = A name has at most 80 printable characters.
field-error-invalid_field-password = A password has 10 to 512 characters.
field-error-invalid_field-current_password = The current password is wrong.
field-error-invalid_field-name = A name of 1 to 80 printable characters is needed.
field-error-invalid_field-slug = 2 to 64 lower-case letters, digits and single hyphens inside, and not “new”.
field-error-invalid_field-title = A title has 1 to 120 characters.
field-error-invalid_field-summary = A summary has at most 500 characters.
field-error-invalid_field-submissions_per_day = Between 1 and 1,000 submissions a day.
field-error-invalid_field-team_size = Between 1 and 100 people in a team.
field-error-invalid_field-ends_at = The end must come after the start.
field-error-invalid_field-description = A note has at most 2,000 characters.
field-error-invalid_field-public_ratio = The public share lies strictly between 0 and 1.
field-error-invalid_field-solution = The solution needs rows for the public and for the private board: give it a usage column, or draw at random.
field-error-invalid_field-file = Choose a file; its name has 1 to 200 characters, none of / \ " : < > | ? *, and no leading dot.

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
