### Sending predictions and reading what became of them.

submit-title = Submit predictions
submit-file = File
submit-file-help = CSV, plain, gzip or zip, up to { $size }. Columns: { $id }, { $columns }.
submit-note = Note
submit-note-help = What did you try? Only you and the host read it.
submit-send = Submit
submit-check = Check only
submit-check-help = Checking is free and counts for nothing.
drop-here = Drop a file here, or choose one
submit-blocked-signed_out = Sign in to submit
submit-blocked-signed_out-text = Submissions belong to a person. Signing in takes a moment.
submit-blocked-guest = Guests cannot submit here
submit-blocked-guest-text = Ask the host for an invitation.
submit-blocked-draft = Not published yet
submit-blocked-draft-text = The host can submit once the competition is published.
submit-blocked-upcoming = Not started yet
submit-blocked-upcoming-text = Submissions open at the start; the data too.
submit-blocked-finished = The competition is over
submit-blocked-finished-text = The final leaderboard is open.
submit-blocked-quota = Nothing left for today
submit-blocked-quota-text = Checking a file is still possible.
submit-blocked-no_solution = Scoring is not ready
submit-blocked-no_solution-text = The host has not uploaded the solution yet.

## Upload

upload-sending = Sending…
upload-working = Received, being checked…
upload-checking = Received, being read and checked…
upload-sent = Submitted. The score appears below in a moment.
upload-progress = Progress of the upload
upload-limit = Up to { $size }.
upload-too-large = This file is too large; the limit is { $size }.
upload-no-file = Choose a file first.
upload-offline = The upload was interrupted. Nothing was counted; try again.

## Check and report

check-clean = The file is fine and would be scored
check-rows = { $rows } rows match the expected ids.
check-errors = { $name } cannot be scored
check-errors-text = Everything that was found is listed here. The header is line 1. Nothing was counted.
report-title = What was wrong
report-caption = Errors in the file
report-error = Error
report-count = Count
report-places = First places
place-line = line { $line }
place-column = column { $column }
place-id = id { $id }

## Quota

quota-title = Left today
quota-of = of { $per_day } submissions
quota-next = Next at { $next } (in { $wait }).
quota-none-left = 0 of { $per_day } left today, next at { $next } (in { $wait }).

## Submissions

my-submissions = My submissions
submissions-none = No submission yet
submissions-none-text = Start with the sample submission: it shows the whole loop in a few seconds.
submission-file = File
submission-sent = Sent
submission-state = State
submission-score = Public score
submission-public-score = Public score
submission-private-score = Private score
submission-best = best
submission-rows = Rows
submission-duration = Scored in
submission-queued = Waiting for a scorer
submission-running = Being scored
submission-waiting = This page follows by itself.
submission-queue = Place in the queue: { $place }.
submission-failed-file = The file cannot be scored
submission-failed-platform = The platform failed, not your file
submission-trace = Trace
submission-finished = Finished
submission-size = Size
submission-attempts = Attempts
submission-engine = Engine
submission-id = Identifier
submission-download = Download the file
live-scored = Scored: { $score }
live-failed = A submission failed; its page tells why.
