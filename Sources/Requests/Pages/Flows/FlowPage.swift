/// One attempt of a client to get in: what became of it, and each request of it.
package struct FlowPage: PageModel {
    package struct Fact: Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }

        static let fields: [PageField<Fact>] = [
            .text("fact") { $0.name }, .text("fact_value") { $0.value },
        ]
    }

    package struct Entry: Sendable {
        package var number: Int
        package var time: String
        package var moment: String
        /// Since the one before.
        package var gap: String?
        package var from: String
        package var to: String
        package var what: String
        package var asked: String?
        package var isRefused: Bool
        package var isProbable: Bool
        package var finding: String?
        package var section: String?
        package var remedy: String?
        package var reason: String?
        package var facts: [Fact]
        /// How many alike there were, if more than one.
        package var count: String?
        package var waited: String?
        package var requestID: String

        package init(
            number: Int, time: String, moment: String, gap: String?, from: String, to: String, what: String,
            asked: String?, isRefused: Bool, isProbable: Bool, finding: String?, section: String?,
            remedy: String?, reason: String?, facts: [Fact], count: String?, waited: String?,
            requestID: String
        ) {
            self.number = number
            self.time = time
            self.moment = moment
            self.gap = gap
            self.from = from
            self.to = to
            self.what = what
            self.asked = asked
            self.isRefused = isRefused
            self.isProbable = isProbable
            self.finding = finding
            self.section = section
            self.remedy = remedy
            self.reason = reason
            self.facts = facts
            self.count = count
            self.waited = waited
            self.requestID = requestID
        }

        static let fields: [PageField<Entry>] = [
            .text("number") { "\($0.number)" },
            .text("hop_time") { $0.time },
            .exact("hop_moment") { $0.moment },
            .optionalText("gap") { $0.gap },
            .text("from") { $0.from },
            .text("to") { $0.to },
            .text("what") { $0.what },
            .optionalText("asked") { $0.asked },
            .exact("hop_look") { $0.isRefused ? "bad" : "good" },
            .flag("probable") { $0.isProbable },
            .optionalText("hop_finding") { $0.finding },
            .optionalText("hop_section") { $0.section },
            .optionalText("hop_remedy") { $0.remedy },
            .optionalText("reason") { $0.reason },
            .list("facts", of: Fact.fields) { $0.facts },
            .optionalText("count") { $0.count },
            .optionalText("waited") { $0.waited },
            .exact("request_id") { $0.requestID },
        ]
    }

    package var summary: FlowsPage.Row
    package var lastTime: String
    package var day: String
    package var hops: [Entry]
    package var diagram: FlowDiagram
    package var process: String?
    package var isSignedIn: Bool
    package var action: String
    package var csrf: String

    package init(
        summary: FlowsPage.Row, lastTime: String, day: String, hops: [Entry], diagram: FlowDiagram,
        process: String?, isSignedIn: Bool, action: String, csrf: String
    ) {
        self.summary = summary
        self.lastTime = lastTime
        self.day = day
        self.hops = hops
        self.diagram = diagram
        self.process = process
        self.isSignedIn = isSignedIn
        self.action = action
        self.csrf = csrf
    }

    package static let fields: [PageField<FlowPage>] =
        FlowsPage.Row.fields.map { $0.of { $0.summary } } + [
            .text("last_time") { $0.lastTime },
            .text("day") { $0.day },
            .list("hops", required: true, of: Entry.fields) { $0.hops },
            .exact("width") { "\($0.diagram.width)" },
            .exact("height") { "\($0.diagram.height)" },
            .list("lanes", of: FlowDiagram.Lane.fields) { $0.diagram.lanes },
            .list("arrows", of: FlowDiagram.Arrow.fields) { $0.diagram.arrows },
            .optionalText("process", required: true) { $0.process },
            .flag("signed_in") { $0.isSignedIn },
            .exact("action", required: true) { $0.action },
            .exact("csrf", required: true) { $0.csrf },
            .script("live_script", .live),
        ]
}
