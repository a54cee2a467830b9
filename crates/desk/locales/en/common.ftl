# Frame, navigation, errors, common words

desk-name = Xinqiao
skip-to-content = Skip to content
search-label = Full-text search
search-placeholder = Search: 12吋, "silicon carbide", region:杭州
search-button = Search
nav-label = Main
nav-home = Home
nav-queue = To confirm
nav-documents = Documents
nav-pipeline = Projects
nav-organizations = Organisations
nav-financing = Financing
nav-policies = Policies
nav-targets = Targets
nav-figures = Technical figures
nav-records = All records
nav-ledger = Ledger
nav-api = API
nav-patterns = Patterns
nav-help = Help
demo-note = This is the demo desk: the program has read the enclosed documents just now, and forgets everything when it stops. What is marked 示例 is made up.
colophon = Xinqiao: every figure leads to its source, every change stands in the ledger.
colophon-clock = {" "}Times are China Standard Time (UTC+8).

error-not-found = Not found
error-bad-request = Something is wrong with this request
error-conflict = Somebody else has changed this record
error-fault = The program failed
error-too-large = The file is too large
error-what-now = Nothing that was there before has been lost. Go back, mend it and try again.
