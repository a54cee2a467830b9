# Records: kinds, statuses, stages, roles, currencies, hedges, dates

kind-document = Document
kind-article = Article
kind-organization = Organisation
kind-project = Project
kind-financing = Financing
kind-policy = Policy
kind-award = Award
kind-event = Event
kind-figure = Technical figure
kind-statistic = Statistics
kind-target = Target

status-proposed = To confirm
status-confirmed = Confirmed
status-rejected = Rejected
status-retired = Retired

stage-signed = Signed
stage-filed = Filed
stage-groundbreaking = Ground broken
stage-topped-out = Topped out
stage-line-through = Line through
stage-in-production = In production
stage-completed = Completed
stage-unknown = Stage not given
step-done = reached
step-current = now
step-ahead = ahead
step-unreported = not reported

financing-round = Equity round
financing-ipo = Listing
financing-fund = Fund
financing-acquisition = Acquisition

outcome-kept = Kept
outcome-missed = Missed
outcome-moved = Put off
outcome-open = Not due yet

role-subject = Subject
role-lead-investor = Lead investor
role-investor = Investor
role-buyer = Buyer
role-issuer = Issuer
role-organizer = Organiser
role-adviser = Adviser

visibility-public = Public
visibility-members = Members
visibility-parties = Named parties
visibility-private = Owner only

currency-cny = CNY
currency-usd = USD
currency-eur = EUR
currency-jpy = JPY
currency-krw = KRW
currency-twd = TWD
currency-hkd = HKD
currency-gbp = GBP
currency-inr = INR
currency-rub = RUB
currency-sgd = SGD
currency-cad = CAD
currency-aud = AUD
currency-chf = CHF
currency-sek = SEK
currency-ils = ILS
currency-myr = MYR
currency-vnd = VND

qualifier-exact = { $x }
qualifier-about = about { $x }
qualifier-over = over { $x }
qualifier-under = just under { $x }
qualifier-at-least = at least { $x }
qualifier-at-most = up to { $x }

per-year = { $x } per year
per-month = { $x } per month
per-week = { $x } per week
per-day = { $x } per day
per-hour = { $x } per hour

period-always = no end date
period-from = from { $x }
period-until = until { $x }
period-between = { $x } to { $y }

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

unknown-value = not given
value-list-separator = ,{" "}
name-and-detail = { $x } ({ $y })

# Components

source-label = Sources
source-mark = Source { $x }
twins-label = This page as data
pager-label = Pages
pager-previous = Previous
pager-next = Next
pager-range = { $x } of { $y }
facets-label = Filters
facet-clear = Clear
facet-chosen = chosen
table-scroll-hint = The table scrolls sideways
sorted-ascending = ascending
sorted-descending = descending
chart-table = Figures in the chart
chart-total = Total
steps-label = Progress
demo-mark = made up
errors-title = Some things need mending
field-optional = optional
keys-title = Keyboard
keys-next = Next
keys-previous = Previous
keys-confirm = Confirm
keys-reject = Reject
keys-edit = Correct
keys-merge = Join
keys-undo = Undo
keys-search = Search
keys-help = Show this help
keys-close = Close
drop-here = Drop files here, or click to choose
drop-hint = Several at once: DOCX, PDF, HTML, Markdown, XLSX, CSV, plain text
drop-sent = Sent

# Actors
actor-reader = Reader
actor-desk = Desk
reason-read = read { $x }
moment-and-actor = { $x }, { $y }

# As of a moment
moment-known = As known at the end of { $x }
moment-valid = As it holds on { $x }
moment-both = As known at the end of { $x }, holding on { $y }
moment-now = See today
moment-nothing = { $x }: nothing
moment-wrong = “{ $x }” cannot be “{ $y }”; write a day such as 2026-06-01
moment-field-known = Known by the end of
moment-field-valid = Holding on
moment-show = Show
