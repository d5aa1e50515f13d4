### The host's editor.

editor-new-title = New competition
editor-new-text = It starts as a draft that only you see. Files and the solution come next.
editor-create = Create the draft
editor-save = Save the settings
editor-view = View the competition

## Checklist

editor-checklist = Before publishing
editor-publication = Publication
editor-not-ready = What is marked missing must be there before the competition can be published.
editor-publish = Publish
editor-unpublish = Back to draft
editor-archive = Archive
editor-archive-text = It ends now, stays readable and takes no more submissions. This cannot be undone.
editor-archived = archived
checklist-done = done
checklist-missing = missing
checklist-optional = optional
checklist-item-summary = A summary for the list of competitions
checklist-item-overview = An overview page
checklist-item-dates = An end that lies ahead, or none
checklist-item-train_file = Training data
checklist-item-test_file = Test data
checklist-item-sample_submission = A sample submission whose ids are those of the solution
checklist-item-solution = The solution, read and checked
checklist-item-scoring = Metric, id column and truth columns

## Files

editor-files = Files and solution
editor-data-files = Files for participants
editor-file-kind = Kind
editor-file-upload = Add a file
editor-file-help = CSV files are read and summarised on the data page; other files are offered as they are.
editor-file-refused = The file was not kept. Correct it and upload it again.
editor-report = { $name } was not accepted
editor-report-kept = The sample submission { $name } does not fit the solution
editor-file-kept = Correct it and upload it again, or check the settings of the columns.
editor-remove-file = Remove { $name }
editor-solution = Solution (secret)
editor-solution-upload = Upload the solution
editor-solution-help = CSV with the id, the truth and, if you like, a Usage column. Nobody can download it again, not even you.
editor-rows = Rows
editor-ignored = Ignored

## Settings

editor-about = About
editor-title = Title
editor-slug = Address
editor-slug-help = Lower-case letters, digits and hyphens; the page will be at /c/address.
editor-slug-fixed = The address stays, since links point to it.
editor-summary = Summary
editor-summary-help = One sentence for the list of competitions.
editor-visibility = Visibility
visibility-internal-long = Internal: members of the house
visibility-restricted-long = Restricted: members of chosen groups and invited people
visibility-public-long = Public: anybody may read, guests may enter
editor-schedule = Schedule and limits
editor-schedule-text = Without an end the competition is a training ground, open as long as you like.
editor-starts = Start
editor-ends = End
editor-zone = Time zone
editor-quota = Submissions a day
editor-quota-help = Per team and calendar day in this zone; failures are free.
editor-team-size = Largest team
editor-team-size-help = Number of people.
editor-scoring = Scoring
editor-scoring-text = The solution is read again with these settings when they change.
editor-metric = Metric
editor-params = Parameters of the metric
editor-params-help = One per line, as in k = 5 or average = "macro".
editor-params-all = Parameters each metric knows
editor-id-column = Id column
editor-id-help = The same name in the solution and in a submission.
editor-more-columns = Other columns
editor-text-columns = Text columns
editor-text-help = Read as text even if they look like numbers, such as 007.
editor-extra-columns = Columns that are not scored
editor-extra-help = A submission must have them all the same.
editor-roles = Roles of solution columns
editor-roles-help = One per line, as in weight = "importance"; the roles are weight, group, mask and event.
editor-truth-columns = Truth columns
editor-truth-help = Names in the solution, separated by commas.
editor-prediction-columns = Prediction columns
editor-prediction-help = Names in a submission; empty for the same as the truth.
editor-split = Public and private rows
editor-split-usage = The solution says it
editor-split-usage-text = A column holds Public, Private or Ignored for each row.
editor-usage-column = Usage column
editor-split-ratio = Draw at random
editor-split-ratio-text = The same seed draws the same rows again.
editor-public-ratio = Public share
editor-seed = Seed
editor-pages = Pages
editor-pages-text = Written in Markdown. An empty page is not shown.
editor-page-empty = empty
editor-markdown = { $page }, in Markdown
page-overview = Overview
page-evaluation = Evaluation
page-data = Data
page-rules = Rules
page-timeline = Timeline
page-prizes = Prizes
