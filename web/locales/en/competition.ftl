### Pages of one competition: overview, evaluation, data, rules, leaderboard.

competition-pages = Pages of the competition
tab-overview = Overview
tab-evaluation = Evaluation
tab-data = Data
tab-rules = Rules
tab-submit = Submit
tab-leaderboard = Leaderboard
tab-edit = Edit
page-empty = This page has not been written yet
page-empty-text = The host will tell here what it is about.

## Overview

overview-facts = In short
overview-submit = Submit predictions
overview-get-data = { $count ->
    [one] Get the data ({ $count } file, { $size })
   *[other] Get the data ({ $count } files, { $size })
 }
overview-timeline = Timeline
overview-leaders = In the lead
overview-prizes = Prizes
timeline-starts = Start
timeline-ends = Deadline
fact-metric = Metric
fact-quota = Submissions
fact-team-size = Team
fact-max-size = Largest file
fact-host = Host
quota-per-day = { $count } a day
team-size = { $count ->
    [one] one person
   *[other] up to { $count } people
 }
direction-min = lower is better
direction-max = higher is better
direction-min-sentence = The lowest score wins.
direction-max-sentence = The highest score wins.

## Evaluation

evaluation-metric = Metric
evaluation-format = Format of a submission
evaluation-format-text = A CSV file, plain, gzip or zip, with the columns below. The order of rows and columns does not matter; every id appears exactly once.
evaluation-column-id = identifies the row
evaluation-column-prediction = your prediction
evaluation-sample = First rows of { $name }
evaluation-boards = Two boards
evaluation-boards-share = While the competition runs, the public board counts { $share } of the hidden rows. The final, private board counts the others.
evaluation-boards-usage = While the competition runs, the public board counts a part of the hidden rows, chosen by the host. The final, private board counts the others.
evaluation-failed-free = A submission that fails costs nothing.

## Metrics

metric-rmse = Root mean squared error
metric-rmse-about = Large errors weigh more than small ones.
metric-mae = Mean absolute error
metric-mae-about = The average distance between prediction and truth.
metric-rmsle = Root mean squared logarithmic error
metric-rmsle-about = Ratios count, not differences.
metric-accuracy = Accuracy
metric-accuracy-about = The share of rows whose class is right.
metric-f1 = F1 score
metric-f1-about = The harmonic mean of precision and recall.
metric-roc_auc = Area under the ROC curve
metric-roc_auc-about = How often a positive row is placed above a negative one.
metric-log_loss = Logarithmic loss
metric-log_loss-about = Confident mistakes cost most.
metric-kappa = Cohen’s kappa
metric-kappa-about = Agreement beyond chance.
metric-map_at_k = Mean average precision at k
metric-map_at_k-about = How well the first k answers are ordered.

## Data

data-files = Files
data-download-all = Download all ({ $size })
data-download-file = Download { $name }
data-sign-in = Sign in to download the data
data-not-yet = The data can be downloaded once the competition has started.
data-shape = { $columns ->
    [one] { $rows } rows, { $columns } column
   *[other] { $rows } rows, { $columns } columns
 }
data-first-rows = First rows
data-first-rows-of = First rows of { $name }
data-columns = { $count ->
    [one] { $count } column
   *[other] { $count } columns
 }
data-columns-of = Columns of { $name }
data-none = No files yet
data-none-text = The host has not published any data.
file-kind-train = Training data
file-kind-test = Test data
file-kind-sample_submission = Sample submission
file-kind-other = Other
column-name = Column
column-kind = Type
column-missing = Missing
column-distinct = Distinct
column-distinct-more = more than { $count }
column-range = Range
column-mean = mean { $mean }
column-shape = Distribution
histogram-of = Histogram of { $name }
kind-integer = integer
kind-number = number
kind-boolean = yes or no
kind-text = text

## Rules

rules-empty = No particular rules
rules-empty-text = The rules of the house apply. Play fair.

## Leaderboard

board-public = Public leaderboard
board-private = Final leaderboard
board-public-short = Public
board-private-short = Private
board-public-text = On a part of the hidden rows; the final standing may differ.
board-public-share = On { $share } of the hidden rows; the final standing may differ.
board-private-text = On the hidden rows that nobody could see while the competition ran.
board-choose = Choose a leaderboard
board-closed = Opens after the end
board-rank = Rank
board-movement = Movement since yesterday
board-movement-private = Movement against the public leaderboard
board-shake-up = The arrows compare with the public leaderboard.
board-team = Team
board-score = Score
board-entries = Entries
board-last = Last
board-you = you
board-tied = tied
board-ties = Teams with the same score share a rank; the earlier one is listed first.
board-unranked = { $count ->
    [one] One team has no score yet.
   *[other] { $count } teams have no score yet.
 }
board-updated = Last change
board-own = You are ranked { $rank } with { $score }.
board-own-gap = { $gap } to the next rank.
board-empty = Nobody has entered the lists yet
board-empty-text = The first scored submission leads the board.
moved-up = up
moved-down = down
moved-new = new
chart-progress = Scores over time
chart-progress-text = The best public score of each leading team as it grew; the others in grey.
chart-distribution = How the scores are spread
chart-distribution-text = The best score of each team.
chart-own = Your team
chart-others = Other teams
chart-teams = Teams
chart-clipped = Worse scores are off the chart
chart-empty = No team has a score yet
