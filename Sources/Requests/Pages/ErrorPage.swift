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

    package var title: String
    package var happened: String
    package var remedy: String
    /// The same in the words of the protocol, for the developer of the application.
    package var detail: String?
    /// Where the log says more; none on a page that is the same for every request.
    package var requestID: String?
    package var continuation: Continuation?

    package init(
        title: String, happened: String, remedy: String, detail: String? = nil, requestID: String? = nil,
        continuation: Continuation? = nil
    ) {
        self.title = title
        self.happened = happened
        self.remedy = remedy
        self.detail = detail
        self.requestID = requestID
        self.continuation = continuation
    }

    package static let fields: [PageField<ErrorPage>] = [
        .text("title", required: true) { $0.title },
        .text("happened", required: true) { $0.happened },
        .text("remedy") { $0.remedy },
        .optionalText("detail") { $0.detail },
        .optionalText("request_id", required: true) { $0.requestID },
        .optionalAddress("continue_host") { $0.continuation?.host },
        .optionalExact("continue_href") { $0.continuation?.href },
    ]
}
