### Home page and list of competitions.

home-title = May the best model win.
home-lead = Real questions, real data, one hidden truth. Take the data, build a model with the tools you already use, and see your rank in seconds.
home-see-competitions = See the competitions
home-host = Host a competition
home-steps = How it works
home-step-data = Get the data
home-step-data-text = From the browser or the API.
home-step-model = Build a model
home-step-model-text = Anywhere, with anything.
home-step-test = Test it
home-step-test-text = Upload predictions; errors are explained and free.
home-step-standing = See the standing
home-step-standing-text = Against everybody, on hidden truth.
home-mine = My competitions
home-latest = Latest scores
feed-scored = scored
feed-in = in
home-nothing-running = The lists are empty
home-nothing-running-text = No competition is running right now. Train on one that is open, or look at those that are over.
home-competitions = { $n ->
    [one] competition
   *[other] competitions
 }
home-people = { $n ->
    [one] participant
   *[other] participants
 }
home-submissions = { $n ->
    [one] submission
   *[other] submissions
 }
competitions-title = Competitions
competitions-lead = Choose a question, take the data, enter the lists.
competitions-none = No competition yet
competitions-none-text = The first one will appear here as soon as a host publishes it.
competitions-none-found = Nothing matches this filter
card-standing = You: rank { $rank }, score { $score }

## Filter

filter = Filter the competitions
filter-query = Search by title or summary
filter-phase = Phase
filter-phase-all = All
filter-phase-running = Running
filter-phase-upcoming = Upcoming
filter-phase-training = Training
filter-phase-finished = Finished
filter-mine = Only mine
filter-apply = Filter
filter-clear = Clear the filter
