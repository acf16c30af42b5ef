/// One request to a party that the operator chose, and what of an answer is taken.
///
/// Printing it shows the address alone: fields and form may hold secrets.
package struct FetchRequest: Sendable, CustomStringConvertible, CustomReflectable {
    package let url: FetchURL
    package let method: Method
    /// `authorization`; what every request has comes from whoever sends it. Without control characters.
    package let fields: [Field]
    package let taken: Taken
    /// In bytes, of the body of the answer.
    package let limit: Int
    /// From the call to its end: name, connection, TLS and answer together.
    package let time: Duration

    package init(
        _ url: FetchURL, method: Method = .get, fields: [Field] = [], taking taken: Taken = .document,
        limit: Int = 64 * 1024, time: Duration = .seconds(5)
    ) {
        self.url = url
        self.method = method
        self.fields = fields
        self.taken = taken
        self.limit = limit
        self.time = time
    }

    package enum Method: Sendable, Equatable {
        case get
        /// With a body, `application/x-www-form-urlencoded`.
        case post(form: [UInt8])
    }

    package struct Field: Sendable, Equatable {
        /// In lower case.
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Which answers have a body that is read. Any other is a failure; nothing is followed.
    package struct Taken: Sendable, Equatable {
        package let statuses: Set<Int>
        package let types: Set<FetchedAnswer.Form>

        package init(statuses: Set<Int>, types: Set<FetchedAnswer.Form>) {
            self.statuses = statuses
            self.types = types
        }

        /// 200, in JSON.
        package static let document = Taken(statuses: [200], types: [.json])
    }

    package var description: String { url.text }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What came, of those that are taken. Printing it shows no body, which may hold secrets.
package struct FetchedAnswer: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    package let status: Int
    package let form: Form
    package let body: [UInt8]
    /// How long it says that it is fresh (RFC 9111 §4.2), from now on: zero when it may not be kept at all, nil when it says nothing.
    package let freshness: Duration?
    /// When it was made, as its `Date` says (RFC 9110 §6.6.1), in seconds since 1970.
    package let date: Int?

    package init(status: Int, form: Form, body: [UInt8], freshness: Duration? = nil, date: Int? = nil) {
        self.status = status
        self.form = form
        self.body = body
        self.freshness = freshness
        self.date = date
    }

    /// As its media type says; what is in it may be something else.
    package enum Form: Sendable, Hashable {
        /// `application/json`, or a type of its own that is written in JSON (RFC 6839 §3.1).
        case json
        /// `application/x-www-form-urlencoded`.
        case form
    }

    package var description: String { "\(status), \(body.count) bytes" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
