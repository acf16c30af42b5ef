/// Tells a person why there is no way on from here, and what could help.
package struct ErrorPage: PageModel {
    /// Back to the client with the error in the address, for a client that must not be redirected to unasked
    /// (RFC 9700 §4.11.2).
    package struct Continuation: Sendable {
        package let host: String
        package let href: String

        package init(host: String, href: String) {
            self.host = host
            self.href = href
        }
    }

    /// What was sent, or what is known here, for the developer of the application.
    package struct Fact: Sendable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }

        static let fields: [PageField<Fact>] = [
            .text("fact_name", "What it is.") { $0.name },
            .address("fact_value", "In visible ASCII, cut.") { $0.value },
        ]
    }

    package var title: String
    package var happened: String
    package var remedy: String
    /// The same in the words of the protocol, for the developer of the application.
    package var detail: String?
    package var facts: [Fact]
    /// Where the log says more; none on a page that is the same for every request.
    package var requestID: String?
    package var continuation: Continuation?
    /// The request goes on waiting: a form that begins the login anew.
    package var again: RequestForm?
    /// Whom the person may ask to be let in.
    package var contact: String?

    package init(
        title: String, happened: String, remedy: String, detail: String? = nil, facts: [Fact] = [],
        requestID: String? = nil, continuation: Continuation? = nil, again: RequestForm? = nil,
        contact: String? = nil
    ) {
        self.again = again
        self.contact = contact

        self.title = title
        self.happened = happened
        self.remedy = remedy
        self.detail = detail
        self.facts = facts
        self.requestID = requestID
        self.continuation = continuation
    }

    package static let fields: [PageField<ErrorPage>] = [
        .text("title", required: true, "What happened, in a few words; each fault has its own.") { $0.title },
        .text("happened", required: true, "The same in a sentence.") { $0.happened },
        .text("remedy", "What the person can do.") { $0.remedy },
        .optionalText(
            "detail", "The error in the words of the protocol, for the developer of the application."
        ) { $0.detail },
        .flag("has_facts", "There are `facts`.") { !$0.facts.isEmpty },
        .list(
            "facts",
            "In the profile `demo`, of an address that is not registered: what was sent, and what is.",
            of: Fact.fields
        ) {
            $0.facts
        },
        .optionalText(
            "request_id", required: true,
            "Where the log says more; none on a page that is the same for every request."
        ) { $0.requestID },
        .optionalAddress(
            "continue_host", "The host of the application, where the person may go back to it with the error."
        ) { $0.continuation?.host },
        .optionalExact("continue_href", "The link that does it.") { $0.continuation?.href },
        .optionalText("contact", "Whom the person may ask who was not let in: `contact` of the upstream.") {
            $0.contact
        },
        .optionalExact(
            "again",
            "Where a form is posted to that begins the sign-in anew, with `request`, `csrf`, `back` and `decision` (`approve`); there while the request waits."
        ) { $0.again?.action },
        .optionalExact("request", "Hidden in that form: names the request.") { $0.again?.request },
        .optionalExact("csrf", "Hidden in that form: ties it to this browser.") { $0.again?.csrf },
        .optionalExact("back", "Hidden in that form: the way back to the client, where it comes too late.") {
            $0.again?.back
        },
    ]
}
