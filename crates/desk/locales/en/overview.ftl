# Home, lists, projects, targets, figures, statistics, search, ledger, help, API

# Filters
facet-kind = Kind
facet-status = Status
facet-stage = Stage
facet-financing = Sort of financing
facet-round = Round
facet-outcome = Outcome
facet-region = Region
facet-year = Year
facet-document = Document
facet-segment = Segment
facet-source = Source
facet-column = Column
status-all = Every status
outcome-overdue = Overdue
filter-text = Name, organisation, place
filter-apply = Filter
choose = Choose
undated = No date

# What is being shown
count-record = { $n ->
    [one] 1 record
   *[other] { $n } records
}
count-document = { $n ->
    [one] 1 document
   *[other] { $n } documents
}
count-article = { $n ->
    [one] 1 article
   *[other] { $n } articles
}
count-organization = { $n ->
    [one] 1 organisation
   *[other] { $n } organisations
}
count-project = { $n ->
    [one] 1 project
   *[other] { $n } projects
}
count-financing = { $n ->
    [one] 1 financing
   *[other] { $n } financings
}
count-policy = { $n ->
    [one] 1 policy
   *[other] { $n } policies
}
count-award = { $n ->
    [one] 1 award
   *[other] { $n } awards
}
count-event = { $n ->
    [one] 1 event
   *[other] { $n } events
}
count-figure = { $n ->
    [one] 1 technical figure
   *[other] { $n } technical figures
}
count-statistic = { $n ->
    [one] 1 table of statistics
   *[other] { $n } tables of statistics
}
count-target = { $n ->
    [one] 1 target
   *[other] { $n } targets
}
said-of-place = { $y } in { $x }
said-choice = { $x }: { $y }
said-text = containing “{ $x }”
said-separator = ,{" "}
said-default-status = to confirm or confirmed
said-every-status = of every status
said-sorted = { $x }, { $y }
sentence-separator = ;{" "}
sentence-end = .{" "}
order-title-up = by name
order-title-down = by name, backwards
order-date-up = earliest first
order-date-down = latest first
order-amount-up = smallest sum first
order-amount-down = largest sum first
order-region-up = by region code
order-region-down = by region code, backwards
order-stage-up = earliest stage first
order-stage-down = latest stage first
order-taken-up = in the order of recording
order-taken-down = last recorded first

# Columns
column-title = Name
column-kind = Kind
column-status = Status
column-source = Source
column-region = Region
column-date = Date
column-amount = Amount
column-taken = Recorded
column-issued = Issued
column-file = File
column-size = Size
column-column = Column
column-published = Published
column-document = Document
column-founded = Founded
column-listing = Listing
column-capital = Registered capital
column-code = Credit code
column-builder = Organisations
column-investment = Investment
column-stage = Stage
column-stage-date = Reached
column-financing = Sort
column-round = Round
column-investors = Investors
column-issuers = Issued by
column-number = Number
column-effective = Effective
column-winners = Winners
column-grantors = Granted by
column-place = Place
column-organizers = Organisers
column-attendance = People
column-measure = Measure
column-technology = Technology
column-value = Value
column-unit = Unit
column-organization = Organisation
column-rows = Rows
column-who = Who
column-due = Due
column-outcome = Outcome
column-attained = Attained
column-told-by = Told by
column-action = Action
column-articles = Articles
column-facts = Facts
column-waiting = To confirm
column-projects = Projects
column-without = Without amount
column-entity = Of what
column-period = Period
column-change = Change (%)
column-sequence = No.
column-when = When
column-actor = Who
column-revision = Revision
column-reason = Why
column-hash = Hash

# Lists
list-all = All
list-empty = No record meets these conditions
list-none-yet = No such records yet
list-clear = Clear all filters
list-begin = Records are read from documents. Add some first:

# Home
home-title = Overview
home-empty-lede = There is nothing here yet.
home-empty = Begin with a first document
home-empty-how = Give Xinqiao a bulletin, a notice or a report. It reads out projects, financings, policies, targets and technical figures, each with its place in the text, for you to confirm.
home-upload = Upload and read
home-empty-demo = To see it at work first, run the demo desk from the command line:
home-waiting = Waiting for you
home-pipeline = Projects by stage
home-board = See the project board
home-latest = Latest stages reached
home-targets = Targets due next
home-overdue = { $n ->
    [one] 1 target is overdue without an outcome
   *[other] { $n } targets are overdue without an outcome
}
home-no-targets = No target is due.
home-documents = Documents taken in last
home-all-documents = All documents
chart-places = Investment by place
chart-places-note = Sums in yuan only, added as the texts give them
chart-places-unit = CNY bn
chart-places-elsewise = { $n ->
    [one] 1 project has no sum in yuan
   *[other] { $n } projects have no sum in yuan
}
chart-places-nowhere = { $n ->
    [one] 1 project has a sum but no place
   *[other] { $n } projects have a sum but no place
}
chart-places-cut = { $n } more are not drawn
sum-total = { $x } in all
sum-without = { $n } without amount
sum-note = Sums are added as the texts give them; hedges such as “about” are not carried along, and currencies are not added together.

# Projects
pipeline-title = Project board
pipeline-views = View
pipeline-board = Board
pipeline-table = Table
pipeline-more = { $n } more

# Targets
targets-title = Targets and outcomes
moved-to = put off to { $x }
outcome-tell = Record
outcome-suggested = { $n ->
    [one] Record outcome (told in 1 place?)
   *[other] Record outcome (told in { $n } places?)
}
outcome-suggestions = Documents may tell the outcome
outcome-adopt = Fill in with this
outcome-title = Record what came of a target
outcome-value-hint = A number alone, such as 60; may be left empty
outcome-moved-label = New date
outcome-moved-hint = Only if it was put off: 2027, 2027-06 or 2027-06-30
outcome-quote-label = Words of the document
outcome-quote-hint = Copy the sentence that tells the outcome; it is looked up in the document
outcome-reason = Remark
outcome-save = Save and confirm
outcome-cancel = Cancel
outcome-wrong-kind = Choose an outcome: kept, missed or put off
outcome-wrong-value = What was attained must be a number, such as 60 or 92.5
outcome-wrong-date = A target that was put off needs its new date: 2027, 2027-06 or 2027-06-30
outcome-needless-date = Only a target that was put off has a new date
outcome-wrong-document = Choose the document that tells the outcome
outcome-wrong-quote = Copy the words of the document that tell the outcome

# Figures and statistics
figures-sentence = { $x }, groups: { $y }
figures-heading = { $x }: { $y }
figures-hidden = { $n ->
    [one] 1 value is not drawn; see the table above
   *[other] { $n } values are not drawn; see the table above
}
figures-nobody = No organisation given
statistic-rows = { $n ->
    [one] 1 row
   *[other] { $n } rows
}
statistic-record = Record and history

# Search
search-lede = Find words in all articles and records.
search-found = { $n ->
    [one] 1 found
   *[other] { $n } found
}
search-found-for = “{ $x }”: { $y } found
search-sort = Order
search-sort-relevance = Best match first
search-sort-newest = Newest first
search-sort-oldest = Oldest first
search-wrong = The query cannot be read:
query-at = At character { $x }:{" "}
query-unknown-field = there is no field “{ $x }”.{" "}
query-known-fields = Known fields: { $x }. To search for the words themselves, put them in quotes.
query-no-value = field “{ $x }” has no value; write { $x }:value.
query-bad-value = field “{ $x }” cannot be “{ $y }”.{" "}
query-values = Known values: { $x }.
query-region = Write a region code such as 330100 or a name such as 杭州.
query-year = Write a year such as 2025 or a range such as 2023..2025.
query-date = Write 2025, 2025-06, 2025-06-20 or a range such as 2025-01..2025-06.
query-language = Write zh or en.
query-id = Write the id of a document; it begins with document_.
query-too-long = The query has { $x } characters; at most { $y } are allowed.
query-too-many = too many conditions; at most { $x } are allowed.
search-relaxed = Nothing holds all the words; these hold some of them.
search-nothing = Nothing was found
search-nothing-how = Try another word, leave out the quotes, or clear the filters.
search-help = How to write a query
search-help-words = words must all occur
search-help-phrase = words in quotes must occur exactly so
search-help-exclude = a minus excludes
search-help-or = either will do
search-help-field = narrows by field; field names may be Chinese too

# Ledger
ledger-sentence = { $n ->
    [one] 1 event
   *[other] { $n } events, newest first
}
ledger-events = Events in all
ledger-head = Hash of the last
ledger-events-heading = Events
ledger-checkpoints = Signed checkpoints
ledger-checkpoints-lede = A checkpoint says how many events there are and what they hash to, in the published format of transparency logs. Keep one elsewhere: a ledger that is rewritten later no longer continues it.
ledger-checkpoints-none = Nothing was signed yet; a checkpoint is signed every minute while there is something new.
ledger-checkpoint-now = Newest checkpoint
ledger-signed-by = Signed by
ledger-key = Key to check with
ledger-verify = Check everything
ledger-verify-note = Recomputes the hash of every event, record and file and compares it with the ledger. Nothing is changed.
ledger-good = All is in order
ledger-good-events = { $n } events,
ledger-good-records = { $n } records,
ledger-good-blobs = { $n } files and texts.
ledger-bad = The ledger is broken
ledger-bad-event = First bad event: number { $x }.
ledger-bad-how = Stop the program, keep the data folder as it is, and restore the last backup.
ledger-record = Record id
ledger-empty = No event meets these conditions

# Help
help-lede = How to read in documents, confirm facts and find things, on one page.
help-read-title = Reading in documents
help-read-text = Drop files onto the Documents page, several at once if you like. The desk reads text, articles and tables, and from them projects, financings, policies, targets, technical figures and other facts.
    The same file given twice is recorded once.
help-confirm-title = Confirming facts
help-confirm-text = What was read is at first “to confirm”. On that page compare each fact with its text: confirm what is right, correct what is not, reject what is not so, join what is there twice.
    Every step can be taken back, and the history stays.
help-record-title = Looking at records
help-record-text = The small number behind a value leads to its place in the text. The history lists every change, who made it and why.
    The sentence above a list says what is being shown; the filters stand in the address, which can be kept and sent.
help-search-title = Searching
help-search-text = Words must all occur; words in quotes must occur exactly so; a minus excludes; OR means either.
    Narrow by field, for instance region:杭州, kind:project, status:confirmed, year:2025, source:简报.
help-data-title = Taking data out
help-data-text = Add .json or .csv to the address of any page; lists can be had as XLSX too. What you get is all that was filtered, not only the page shown.
    Other programs use the API, described on its own page.
help-ledger-title = The ledger
help-ledger-text = Every change is an event in the ledger, chained to the one before by its hash, so that nothing can be altered quietly. The Ledger page checks all of it at any time.
help-private-title = What leaves this machine
help-private-text = Nothing. The program connects to no other address; documents, records and searches stay on this machine, and no page loads anything from elsewhere.

# API
api-title = API
api-lede = A JSON interface for other programs.
api-twins = Whatever a page shows is there as data too: add .json or .csv to its address. The addresses below read and write single records, follow changes and take documents in.
api-errors = Every error has the same form:
api-keys = A POST may carry an Idempotency-Key: sending it again under the same key does nothing more. Keys of decisions are kept for good, those of uploads until the program ends.
api-document = OpenAPI 3.1 document:
api-address = Address
api-does = What it does
api-parameters = Parameters
