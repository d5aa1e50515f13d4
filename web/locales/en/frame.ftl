### Words of every page: navigation, switches, phases, states, dates.

site-description = { $house }: data science competitions on Joute.
skip-to-content = Skip to content
breadcrumbs = You are here
contents = On this page
actions = Actions

## Navigation

nav-main = Main navigation
nav-footer = Footer
nav-menu = Menu
nav-competitions = Competitions
nav-api = API
nav-host = New competition
nav-profile = Profile
nav-tokens = API tokens
nav-sign-in = Sign in
nav-sign-out = Sign out
language-switch = Language
theme-switch = Appearance
theme-light = Light
theme-system = Like the system
theme-dark = Dark

## Actions

save = Save
cancel = Cancel
remove = Remove
download = Download
upload = Upload
copy = Copy
copied = Copied
see-all = See all
never = never
field-optional = optional
form-has-errors = { $count ->
    [one] One thing to correct
   *[other] { $count } things to correct
 }

## Roles

role-admin = Administrator
role-host = Host
role-manager = Manager
role-recruiter = Recruiter
role-member = Member
role-guest = Guest

## Phases of a competition

phase-draft = Draft
phase-upcoming = Upcoming
phase-running = Running
phase-training = Training
phase-finished = Finished
section-draft = Drafts
section-running = Running
section-training = Training
section-upcoming = Upcoming
section-finished = Finished
visibility-restricted = Restricted
visibility-public = Public

## States of a submission

state-queued = Queued
state-running = Scoring
state-scored = Scored
state-failed = Failed

## Counts; $n chooses the form, $count is shown

teams = { $n ->
    [one] { $count } team
   *[other] { $count } teams
 }
submissions = { $n ->
    [one] { $count } submission
   *[other] { $count } submissions
 }
of-teams = { $n ->
    [one] of { $count } team
   *[other] of { $count } teams
 }
rows = { $rows } rows
not-ranked = not ranked yet

## Clocks and durations

clock-starts = starts in { $in }
clock-ends = ends in { $in }
clock-ended = ended on { $on }
clock-open-ended = no deadline
days = { $count ->
    [one] { $count } day
   *[other] { $count } days
 }
time-ago = { $span } ago
time-just-now = just now
duration-hours = { $hours } h { $minutes } min
duration-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
 }
duration-seconds = { $seconds } s
time-in-zone = { $day } at { $time } ({ $zone })
size-bytes = { $count } B
size-kilobytes = { $count } kB
size-megabytes = { $count } MB
size-gigabytes = { $count } GB
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
