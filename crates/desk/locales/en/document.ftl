# Documents and review
field-title = Title
field-issued = Issued
field-publisher = Publisher
field-language = Language
field-file = File
field-media-type = Format
field-size = Size
field-digest = Digest of the file (SHA-256)
field-remarks = Remarks of the reader
field-taken-in = Taken in
field-column = Column
field-authors = Authors
field-published = First published
field-article-sources = Taken from
field-name = Name
field-aliases = Other names
field-credit-code = Unified social credit code
field-region = Region
field-founded = Founded
field-listing = Listed as
field-registered-capital = Registered capital
field-segments = Supply-chain segments
field-parent = Controlled by
field-organizations = Built by
field-place = Place
field-amount = Amount
field-stage = Stage
field-stage-label = Stage as written
field-stage-date = Stage reached on
field-start = Begun
field-completion = To be finished
field-capacity = Capacity
field-site-area = Site area
field-floor-area = Floor area
field-expected-output = Yearly output expected
field-expected-tax = Yearly tax expected
field-company = Company
field-financing = Sort of financing
field-round = Round
field-investors = Investors
field-date = Date
field-issuers = Issued by
field-document-number = Document number
field-effective = In force from
field-until = In force until
field-repeals = Repeals
field-winners = Awarded to
field-grantors = Awarded by
field-work = For what
field-last-day = Last day
field-organizers = Organised by
field-attendance = Attendance
field-technology = Technology
field-measure = Measure
field-value = Value
field-organization = Organisation
field-rows = Rows
field-who = Promised by
field-by = By
field-outcome = Outcome
field-status = Status
field-valid = Holds
field-visibility = Visible to
field-owner = Owner
field-timeline = Progress
field-sources = Sources
field-joined = Joined into it
field-replaced-by = Replaced by
field-same-as = Perhaps the same as
language-chinese = Chinese
language-english = English
statistic-change = { $x }% on the period before
statistic-row-count = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}
target-by = by { $x }

# Forms
form-hint-date = 2025, 2025-06 or 2025-06-20
form-hint-region = A name or the six-digit code, for instance 杭州萧山 or 330109
form-hint-amount = For instance CNY 1.511 bn, 约30亿美元 or 1511000000 CNY
form-hint-quantity = Number and unit, for instance about 600 亩 or 5 nm
form-hint-lines = One to a line
form-hint-parties = One organisation to a line, its part in brackets: Shili Capital [Lead investor]
form-hint-capacity = One to a line: number, unit/period, product, for instance 600000 片/year 8英寸衬底
form-hint-repeals = One to a line: title, a vertical bar, document number
form-hint-rows = One to a line, cells between vertical bars: who, what, period, value, unit, change in %
form-hint-credit-code = 18 characters
form-hint-listing = Exchange and code, for instance SSE 688001
form-error-in-field = { $x }: { $y }
form-error-required = must not be empty
form-error-date = “{ $x }” is not a date; write 2025, 2025-06 or 2025-06-20
form-error-region = there is no region “{ $x }”; write its name or six-digit code
form-error-region-many = several regions have this name; write it in full: { $x }
form-error-amount = “{ $x }” is not a sum; write a number and a currency, for instance CNY 1.511 bn
form-error-quantity = “{ $x }” is not a number with a unit, for instance 600 亩
form-error-number = “{ $x }” is not a whole number
form-error-credit-code = “{ $x }” is not a unified social credit code; check its 18 characters and the check digit
form-error-listing = “{ $x }” is not an exchange and a code
form-error-choice = “{ $x }” is not one of the choices
form-error-role = there is no part called “{ $x }”
form-error-party = “{ $x }” lacks the name of the organisation
form-error-capacity = “{ $x }” is not a capacity; write 600000 片/year product
form-error-row = “{ $x }” needs at least four cells: who, what, period, value; the value must be a number
edit-heading = Correct: { $x }
edit-lede = { $x }, revision { $y }. What you do not touch stays exactly as it is.
edit-save = Save
edit-save-confirm = Save and confirm
edit-cancel = Cancel
edit-reason = Reason for the change
edit-reason-hint = Optional; for those who look into the ledger later
new-heading = New record: { $x }
new-lede = A record that is entered by hand has no source and counts as confirmed at once.
new-save = Save

# Documents and uploads
documents-lede = { $n ->
    [one] One document has been taken in.
   *[other] { $n } documents have been taken in.
}
documents-lede-found = { $x } documents with “{ $y }” in the title.
documents-list = Documents taken in
documents-from = From
documents-articles = Articles
documents-filter = Title contains
documents-order-newest = Taken in last first
documents-order-issued = Issued last first
documents-order-issued-oldest = Issued first first
documents-order-title = By title
documents-none-found = No such document
documents-show-all = Show all documents
documents-empty = No documents yet
documents-empty-how = Give Xinqiao a bulletin, a briefing, a policy or a report: it reads the projects, financing rounds, policies and other facts in it and asks you to confirm each.
documents-running = Documents are being read.
documents-running-link = See how far it is
order-label = Order
filter-button = Filter
upload-button = Take in documents
upload-limit = At most { $x } for each file
upload-title = Upload
upload-lede = { $x } of { $y } files done.
upload-progress = Progress
upload-may-leave = You may leave this page, the work goes on; the documents page leads back here.
upload-all-done = All files have been taken in.
upload-to-queue = Go on to what waits for confirmation
upload-some-failed = { $n ->
    [one] { $n } file could not be taken in; the reason stands below.
   *[other] { $n } files could not be taken in; the reasons stand below.
}
upload-failures = Files that were not taken in
upload-remarks = Remarks on { $x }
upload-waiting = Waiting
upload-reading = Being read
upload-done = Taken in
upload-failed = Not taken in
upload-repeated = Taken in before
upload-proposed = { $n ->
    [one] { $n } fact to confirm
   *[other] { $n } facts to confirm
}
upload-joined = { $n ->
    [one] { $n } joined into a known record
   *[other] { $n } joined into known records
}
upload-files = Files
upload-finished = Done
upload-too-large = The file “{ $x }” is larger than the limit of { $y }
upload-none = Choose a file first
uploads-title = Uploads
uploads-lede = Uploads since the program was started.
uploads-empty = Nothing has been uploaded since the program was started

# One document
document-lede = { $x }; { $y }.
document-articles = { $n ->
    [one] { $n } article
   *[other] { $n } articles
}
document-facts-waiting = { $n ->
    [one] { $n } fact waits for confirmation
   *[other] { $n } facts wait for confirmation
}
document-about = About this document
document-file = Download the file
document-text = Plain text
document-record = Record and history
document-contents = Contents
document-all = Show all articles
document-no-articles = No articles were found
document-table = Table
document-facts = Facts read here
document-facts-here = { $n ->
    [one] { $n } fact read here
   *[other] { $n } facts read here
}
document-no-facts = No facts were read here.
fact-same-place = same place
contents-waiting = { $n } to confirm
contents-decided = { $n } decided
article-number = Article { $x }
article-sources = Taken from: { $x }
article-previous = Previous: { $x }
article-next = Next: { $x }
place-document = { $x }
place-article = { $x } · { $y }
origin-bytes = bytes { $x }–{ $y }
origin-page = page { $x }
origin-block = paragraph { $x }
origin-row = sheet { $x } row { $y }
card-more = { $n } more
confidence-label = How sure the reader is

# The queue
queue-lede = { $n ->
    [one] { $n } fact that was read waits for confirmation.
   *[other] { $n } facts that were read wait for confirmation.
}
queue-lede-document = { $n ->
    [one] { $n } fact of this document waits for confirmation.
   *[other] { $n } facts of this document wait for confirmation.
}
queue-kind = Kind
queue-document = Document
queue-region = Region
queue-suggestion = Perhaps known already
queue-suggested = Yes
queue-not-suggested = No
queue-order-document = As in the documents
queue-order-surest = Surest first
queue-order-least-sure = Least sure first
queue-check = Check “{ $x }”
queue-confirm-checked = Confirm what is checked
queue-none-found = Nothing meets these conditions
queue-show-all = Show everything that waits
queue-empty = Nothing waits for confirmation
queue-empty-how = Take in documents: what is read in them lines up here.
suggestion-lead = Perhaps the same as
suggestion-why = “{ $x }” ({ $y })
rule-credit-code = same credit code
rule-same-name = same name
rule-alias = a known alias
rule-legal-suffix = only the legal form differs
rule-short-name = short name
rule-name-within-name = one name within the other
rule-builder-place-and-sum = same builder, place and sum
rule-builder-and-similar-name = same builder, similar name
rule-company-and-round = same company and round
rule-company-and-sum = same company and sum
rule-company-and-date = same company and date
rule-document-number = same document number
rule-same-title = same title
rule-award-and-winner = same award and winner
rule-name-and-date = same name and date
rule-person = a person decided

# One record
record-untitled = (without a name)
record-lede = { $x }, { $y }.
record-revision = revision { $x }, { $y }
record-known = What is known
record-unknown = Not given:{" "}
record-by-hand = This record was entered by hand and has no source.
record-by-person = put in by a person
record-mentions = Search all mentions
record-read = Read it
record-replaced = This record was joined into “{ $x }”.
record-replaced-link = Go to that record
record-timeline = Timeline
record-related = Related records
record-more = { $n ->
    [one] { $n } more is not named here.
   *[other] { $n } more are not named here.
}
record-joins = Candidates joined into it
record-split = Split
record-join = Join into another record
record-join-target = The other record
record-join-hint = Its id, address or exact name; sources and values of this record go there
record-history = History
record-revisions = { $n ->
    [one] { $n } revision
   *[other] { $n } revisions, the newest first
}
record-raw = Canonical form and hash
history-revision = Revision
history-when = When
history-who = Who
history-why = Why
history-status = Status
history-compare = Compare
history-first = first
referrers-parent = Controlled by it
referrers-article-of = Articles
referrers-source = Read from it: { $x }
referrers-outcome = Outcome told here: { $x }
referrers-repeals = Repealed by
referrers-same-as = Perhaps the same: { $x }
referrers-owner = It answers for: { $x }
happened-founded = Founded
happened-completion = To be finished
happened-issued = Policy issued
happened-effective = Policy in force
happened-award = Award
happened-event = Event
happened-figure = Technical figure
happened-target = Target due
compare-heading = Compare: { $x }
compare-lede = { $x }, against { $y }.
compare-revision = revision { $x } ({ $y })
compare-from = From
compare-to = To
compare-button = Compare
compare-equal = The two revisions say the same.
compare-same = { $n ->
    [one] { $n } field is the same
   *[other] { $n } fields are the same
}
raw-heading = Canonical form: { $x }
record-receipt = Receipt
receipt-heading = Receipt: { $x }
receipt-lede = This revision stands in the ledger. Anybody can check that with the receipt and the key, without this desk.
receipt-record = Record
receipt-event = Event no.
receipt-at = Taken at (ledger time)
receipt-actor = Brought by
receipt-revision = Revision
receipt-log = Ledger
receipt-size = Events when signed
receipt-content = SHA-256 of the content
receipt-signed = Signed by
receipt-seen = seen at { $x }
receipt-download = Download the receipt
receipt-check = How to check it
receipt-check-how = Get the key from the operator or a witness by another way than this page, then:
receipt-text = The receipt itself
raw-lede = Revision { $x } as RFC 8785 writes it; the ledger chains the hash of this text.
back-to = Back to “{ $x }”
conflict-who = { $x } changed this record on { $y }.
conflict-why = {" "}Reason: { $x }.
conflict-revisions = You saw revision { $x }; it is at revision { $y } now.
conflict-nothing-done = {" "}Your command was not carried out.
conflict-compare = See what has changed
conflict-record = See the record as it is now
conflict-back = Go back
join-target-missing = say which record it is to be joined into
join-target-unknown = there is no record of this kind called “{ $x }”
join-target-many = several records are called “{ $x }”; use the id
flash-confirm = “{ $x }” is confirmed.
flash-correct = “{ $x }” is saved and confirmed.
flash-reject = “{ $x }” is rejected.
flash-undo = The last change to “{ $x }” is taken back.
flash-create = “{ $x }” is created.
flash-split = “{ $x }” stands on its own again and waits for confirmation.
flash-join = “{ $x }” is joined into “{ $y }”.
flash-bulk = { $n ->
    [one] { $n } fact is confirmed.
   *[other] { $n } facts are confirmed.
}
flash-bulk-part = { $n } facts are confirmed; the others were changed by somebody in between and still wait.
flash-bulk-undo = { $n ->
    [one] { $n } confirmation is taken back.
   *[other] { $n } confirmations are taken back.
}

# Who is named
article-named = Organisations named here ({ $n })
article-named-enter = New organisation
