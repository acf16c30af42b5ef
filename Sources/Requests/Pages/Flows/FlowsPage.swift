/// The timeline: one row for each attempt of a client to get in, the newest first.
package struct FlowsPage: PageModel {
    /// How an attempt ended, for the looks of its mark.
    package enum Look: String, Sendable {
        case going, good, bad
        case stopped = "waiting"
    }

    /// One of the steps from discovery to a token in use, as a row shows it.
    package struct Step: Sendable {
        package let words: String
        package let isReached: Bool

        package init(_ words: String, isReached: Bool) {
            self.words = words
            self.isReached = isReached
        }

        static let fields: [PageField<Step>] = [
            .text("step") { $0.words },
            .exact("step_look") { $0.isReached ? "reached" : "ahead" },
        ]
    }

    package struct Row: Sendable {
        package var name: String
        /// `14:03:22`, and the same for machines.
        package var time: String
        package var moment: String
        /// What the client calls itself, else its id; nil: nobody knows yet.
        package var client: String?
        package var clientID: String?
        package var person: String?
        package var resource: String?
        package var scope: String?
        package var peer: String
        package var origin: String?
        package var look: Look
        package var verdict: String
        package var reached: String
        package var steps: [Step]
        /// What is wrong, and what to do about it.
        package var finding: String?
        package var remedy: String?
        package var section: String?
        package var requests: Int
        package var isPinned: Bool

        package init(
            name: String, time: String, moment: String, client: String?, clientID: String?, person: String?,
            resource: String?, scope: String?, peer: String, origin: String?, look: Look, verdict: String,
            reached: String, steps: [Step], finding: String?, remedy: String?, section: String?,
            requests: Int,
            isPinned: Bool
        ) {
            self.name = name
            self.time = time
            self.moment = moment
            self.client = client
            self.clientID = clientID
            self.person = person
            self.resource = resource
            self.scope = scope
            self.peer = peer
            self.origin = origin
            self.look = look
            self.verdict = verdict
            self.reached = reached
            self.steps = steps
            self.finding = finding
            self.remedy = remedy
            self.section = section
            self.requests = requests
            self.isPinned = isPinned
        }

        static let fields: [PageField<Row>] = [
            .exact("flow") { $0.name },
            .text("time") { $0.time },
            .exact("moment") { $0.moment },
            .text("client") { $0.client ?? "somebody" },
            .optionalText("client_id") { $0.clientID },
            .optionalText("person") { $0.person },
            .optionalAddress("resource") { $0.resource },
            .optionalText("scope") { $0.scope },
            .text("peer") { $0.peer },
            .optionalAddress("origin") { $0.origin },
            .exact("look") { $0.look.rawValue },
            .text("verdict") { $0.verdict },
            .text("reached") { $0.reached },
            .list("steps", of: Step.fields) { $0.steps },
            .optionalText("finding") { $0.finding },
            .optionalText("remedy") { $0.remedy },
            .optionalText("section") { $0.section },
            .text("requests") { $0.requests == 1 ? "1 request" : "\($0.requests) requests" },
            .flag("pinned") { $0.isPinned },
        ]
    }

    /// What a list can be narrowed to.
    package struct Choice: Sendable {
        package let value: String
        package let words: String
        package let isChosen: Bool

        package init(_ value: String, _ words: String, isChosen: Bool) {
            self.value = value
            self.words = words
            self.isChosen = isChosen
        }

        static let fields: [PageField<Choice>] = [
            .exact("choice") { $0.value },
            .text("choice_words") { $0.words },
            .flag("chosen") { $0.isChosen },
        ]
    }

    package var rows: [Row]
    /// How many there are beyond those that are shown.
    package var further: Int
    package var client: String
    package var search: String
    package var verdicts: [Choice]
    package var isPaused: Bool
    /// Which process this is, where there may be several.
    package var process: String?
    /// The person signed in, and can sign out.
    package var isSignedIn: Bool
    /// The path of this page, and the query that narrows it, with its question mark.
    package var action: String
    package var query: String
    package var csrf: String

    package init(
        rows: [Row], further: Int, client: String, search: String, verdicts: [Choice], isPaused: Bool,
        process: String?, isSignedIn: Bool, action: String, query: String, csrf: String
    ) {
        self.rows = rows
        self.further = further
        self.client = client
        self.search = search
        self.verdicts = verdicts
        self.isPaused = isPaused
        self.process = process
        self.isSignedIn = isSignedIn
        self.action = action
        self.query = query
        self.csrf = csrf
    }

    private var isNarrowed: Bool { query != "?" }

    package static let fields: [PageField<FlowsPage>] = [
        .list("rows", required: true, of: Row.fields) { $0.rows },
        .flag("empty") { $0.rows.isEmpty && !$0.isNarrowed },
        .flag("nothing_fits") { $0.rows.isEmpty && $0.isNarrowed },
        .optionalText("further") { $0.further > 0 ? "\($0.further)" : nil },
        .flag("narrowed") { $0.isNarrowed },
        .exact("filter_client") { $0.client },
        .exact("search") { $0.search },
        .list("verdicts", of: Choice.fields) { $0.verdicts },
        .flag("paused") { $0.isPaused },
        .optionalText("process", required: true) { $0.process },
        .flag("signed_in") { $0.isSignedIn },
        .exact("action", required: true) { $0.action },
        .exact("query") { $0.query },
        .exact("csrf", required: true) { $0.csrf },
        .script("live_script", .live),
    ]
}
