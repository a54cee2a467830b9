# Policies as code: library, match, compare, calendar, budget, check

policy-tabs = Policy pages
policy-tab-library = Library
policy-tab-match = Match a firm
policy-tab-compare = Compare places
policy-tab-calendar = Calendar
policy-tab-due = No application needed
policy-tab-budget = Budget
policy-tab-check = Check a pack
policy-library-title = Policies as code
policy-library-sentence = { $y }: { $x } policies, written clause by clause as rules that can be worked out.
policy-library-note = These are the policies written as rules; policy notices read from documents stand under
policy-records-link = policy records
policy-title = Title
policy-level = Level
policy-level-state = State
policy-level-province = Province
policy-level-city = City
policy-level-district = District
policy-place = Place
policy-validity = Validity
policy-segments = Segments
policy-clauses = Clauses
policy-clauses-heading = Clauses
policy-clause = Clause
policy-any = Any
policy-on = As of
policy-whole-country = The whole country
policy-open-from = not stated
policy-open-until = not stated
policy-not-yet = not yet in force
policy-over = no longer in force
policy-in-force = in force
policy-unverified = not verified
policy-unverified-long = This pack was not compared with the published text; what is uncertain is listed.
policy-issuers = Issued by
policy-number = Number
policy-issued = Issued
policy-source = Source
policy-repeals = Repeals
policy-cumulation = Combining support
policy-among-policy = Of several clauses of this document for one matter only the highest counts
policy-among-region = Of several policies of this region for one matter only the highest counts
policy-among-all = Of policies of all levels for one matter only the highest counts
policy-top-up = ; after lower support the difference is paid
policy-no-top-up = ; after any support nothing more is paid
policy-versions = Versions
policy-revision = revision { $x }
policy-ships = ships with the program
policy-edit = check or change
policy-who = Who it is for
policy-firms-none = No organisation here has a place or a profile yet.
policy-firms-asked = { $n ->
    [one] One organisation here was worked out:
   *[other] { $n } organisations here were worked out:
}
policy-firms-draw = { " " }{ $x } may get something, of { $y } more too little is known.
policy-firms-clause = { $n ->
    [one] one organisation here may get it
   *[other] { $n } organisations here may get it
}
policy-versions-heading = What changed
policy-version-same = No clause says anything else than before.
policy-version-new = new
policy-version-gone = gone
policy-version-none = nothing
policy-version-colon = { ": " }
policy-clause-more = Conditions, papers, how to apply
policy-conditions = Conditions
policy-offices = Offices
policy-evidence = Papers
policy-usual = (not named in the text; commonly needed)
policy-how = How to apply
policy-deadline = Last day
policy-uncertain = What is uncertain
policy-ceiling = Why a ceiling
policy-ceiling-is = a ceiling ({ $x })
policy-ceiling-review = after review
policy-ceiling-up-to = the text says “up to”
policy-ceiling-budget = subject to the budget
policy-gives-grant = Grant
policy-gives-reward = Reward
policy-gives-interest = Interest subsidy
policy-gives-tax = Tax relief
policy-gives-equity = Co-investment
policy-gives-rent = Rent
policy-gives-in-kind = In kind
policy-gives-recognition = Recognition
policy-share-of = { $x } of { $y }
policy-times = times { $x }
policy-cap-item = at most { $x } per item
policy-cap-year = at most { $x } per year
policy-cap-firm = at most { $x } per firm
policy-cap-lifetime = at most { $x } in total
policy-cap-shared = { $x }: { $y }
policy-tier = { $x }: { $y }
policy-tier-else = otherwise
policy-part-separator = ; {""}
policy-each = counted one by one: { $x }
policy-each-where = counted one by one: { $x } where { $y }
policy-once = paid once only
policy-up-to = up to { $x }
policy-at-least = { $x } or more
policy-unstated = amount not stated
policy-match-title = What this firm may get
policy-match-lede = Answer question by question while the total runs along; the largest amounts come first, those not stated before all, and the questions stop when nothing more can change.
policy-wrong = This is wrong; nothing was changed
policy-total = Best lawful combination
policy-sure = Of this { $x } is sure; the rest are ceilings.
policy-open-ended = { $n } more without a stated sum.
policy-unproven = There are too many combinations; this one was not proven to be the best.
policy-known = { $x } facts known; day asked about { $y }.
policy-at-stake = up to { $x } at stake
policy-at-stake-open = an amount not stated is at stake
policy-add-entry = Add an entry
policy-add = Add
policy-answer = Answer
policy-yes = Yes
policy-no = No
policy-not-known = Not known
policy-none-of-these = None (or no more)
policy-then = Then
policy-no-more = No further answer can change the result.
policy-profile = The firm's profile
policy-profile-text = Profile (YAML or JSON; change it freely)
policy-recompute = Work out again
policy-restart = Start again
policy-file = Send a file
policy-file-hint = A filled-in workbook, or a YAML or JSON file.
policy-template = Download the empty workbook
policy-file-send = Send
policy-file-none = no file was chosen
policy-file-too-large = { $x } is larger than { $y }
policy-file-not-text = { $x } is neither UTF-8 text nor a workbook
policy-keep = Keep the profile with this organisation's record
policy-kept = The profile was kept with “{ $x }”.
policy-compare-link = Compare with other places
policy-drawn = Available
policy-drawn-none = No clause with money can be drawn for sure yet.
policy-by = by { $x }
policy-why = Why
policy-application = Application folder
policy-left = Met, but left out
policy-near = One step away
policy-needed-had = needed { $x }, found { $y }
policy-colon = : {""}
policy-services = Services
policy-open-list = Not known yet
policy-refused = Not met
policy-region-hint = Six digits of GB/T 2260, such as 330109 (Xiaoshan)
policy-unit-yuan = yuan
policy-compare-title = The same firm in different places
policy-compare-lede = Only the place of registration changes; each cell holds what may be drawn there.
policy-compare-apply = Compare
policy-compare-fill = Fill in or change the firm's profile
policy-here = registered here
policy-matter = Matter
policy-not-drawn = left out
policy-details = details
policy-calendar-title = Calendar of deadlines
policy-calendar-sentence = { $y } dates from { $x }.
policy-calendar-from = From
policy-calendar-empty = No day is named after this one.
policy-day-begins = Begins
policy-day-ends = Last day of validity
policy-day-apply = Last day to apply: { $x }
policy-day-clause-ends = Last day of the clause: { $x }
policy-due-title = What organisations may get, unasked
policy-due-sentence = { $x } organisations with a place or a profile were worked out one by one; { $y } may get something or have questions open.
policy-due-none = Nothing is due to any organisation for sure.
policy-due-unfit = Kept profiles that do not fit the packs any more
policy-due-how = Give organisations a profile first:
policy-due-open = Not enough is known; at stake in the first question: { $x }
policy-automatic = Granted without applying only
policy-profile-kept = has a profile
policy-profile-none = record only
policy-check-title = Check a policy pack
policy-check-lede = Paste policy.yaml and examples.yaml; faults are shown at their line. Without errors it can be stored as a record with revisions.
policy-check-fine = “{ $x }” has no errors.
policy-warning = Warning
policy-place-in = line { $x }, column { $y }
policy-line = line { $x }
policy-untried = Not tried by any case
policy-check-button = Check
policy-store = Store as a record
policy-store-next = Store as the next revision
policy-reason = Reason
policy-check-begin = Begin with a pack that is there
policy-document = Policy
policy-article = Article
policy-kind = Kind
policy-open = What the text leaves open
policy-amount = Amount
policy-sheet-summary = Summary
policy-sheet-papers = Check list
policy-sheet-calculation = Calculation
policy-sheet-download = Download as a workbook
policy-back = Back to the answer
policy-papers-none = The text names no papers.
policy-paper-there = There
policy-paper = Paper
policy-paper-format = Form
policy-step = Step
policy-what = What
policy-holds = Holds
policy-holds-yes = yes
policy-holds-no = no
policy-holds-unknown = not known
policy-value = Value
policy-entry = Place in the profile
policy-budget-title = What the rules cost
policy-budget-sentence = { $x } made-up firms, seed { $y }.
policy-budget-note = The firms are made up from the seed, to compare rules with.
policy-budget-ledger-note = The organisations here that have a place or a kept profile. What a profile does not say is counted as not known, not as nothing.
policy-budget-of-ledger = { $x } organisations of this desk.
policy-budget-of-file = { $x } firms from { $y }.
policy-sources = Which firms
policy-source-made-up = Made-up firms
policy-source-ledger = Organisations here
policy-budget-file = Firms of your own, CSV, one a row
policy-compute-file = Work out the file
policy-budget-total = { $x } firms draw up to { $y } in all.
policy-firms = Firms
policy-seed = Seed
policy-set = Change figures
policy-compute = Work out
policy-against = { $x } against the present rules ({ $y })
policy-winners = { $x } firms draw more, { $y } in all
policy-losers = { $x } firms draw less, { $y } in all
policy-by-clause = By clause
policy-by-office = By office
policy-by-office-note = A clause of several offices counts for each.
policy-by-district = By district
policy-cost = Cost
policy-change = Change
policy-is-ceiling = ceiling
policy-chart-clauses = Most costly clauses
policy-chart-clauses-note = Ceilings count in full.
policy-chart-unit = 10,000 yuan
policy-chart-firms = Firms by what they draw
policy-bin-nothing = nothing
policy-bin = { $x } – { $y }
policy-bin-last = { $x } or more
policy-bin-head = What they draw
policy-figures = Figures that can be changed
workbook-field = Field
workbook-label = Name
workbook-value = Value
workbook-hint = Hint
workbook-name = Name of the firm
workbook-code = Unified social credit code
workbook-entry = Id
workbook-none = write “none” below, if there are none
workbook-hint-bool = yes / no
workbook-hint-money = yuan, or 1200万元
workbook-hint-region = six digits, such as 330109
workbook-hint-several = several, with commas: {""}
workbook-broken = the workbook cannot be opened: { $x }
workbook-sheet-broken = the sheet “{ $x }” cannot be read
workbook-moved = the header is not in the upper left corner; use the template as it is
workbook-unknown = there is no field `{ $x }`
workbook-too-many = at most { $x } entries
workbook-empty = the workbook is empty
policy-days-left = { $n ->
    [one] 1 day left
   *[other] { $n } days left
}
policy-missing = { $n ->
    [one] 1 fact missing
   *[other] { $n } facts missing
}
policy-not-in-force = { $n ->
    [one] 1 policy is not in force on this day.
   *[other] { $n } policies are not in force on this day.
}
policy-unknown-count = { $n ->
    [one] 1 clause not known
   *[other] { $n } clauses not known
}
policy-undated = { $n ->
    [one] 1 clause with money names no day for applying.
   *[other] { $n } clauses with money name no day for applying.
}
policy-check-errors = { $n ->
    [one] 1 fault found
   *[other] { $n } faults found
}
policy-check-ran = { $n ->
    [one] 1 worked case came out.
   *[other] { $n } worked cases, all came out.
}
policy-check-untried = { $n ->
    [one] 1 point is tried by no case.
   *[other] { $n } points are tried by no case.
}
policy-next-deadline = Next deadline
policy-by-deadline = Order by deadline
policy-undecided = not decided yet
policy-open-both = dates not stated; treated as in force
policy-elsewhere = { $n ->
    [one] 1 clause is for other places.
   *[other] { $n } clauses are for other places.
}
