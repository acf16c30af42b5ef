internal import Endpoint
internal import Web

/// The answer of every path that is not served. What the manifest turned off and what it never had can't be told apart:
/// only the cause, which stays in the log, may differ.
struct NotFound: Sendable {
    private let answer: EndpointResponse
    private let page: EndpointResponse?
    /// Where clients find what they look for below `/.well-known/`; nil: nowhere.
    private let metadata: String?

    init(page: EndpointResponse?, metadata: String?) {
        self.metadata = metadata
        let vary = HeaderBlock(["Vary": "Accept"])
        // Readable for any page: a client in a browser tries several places for metadata, and can't tell an answer that
        // is hidden from it from a server that is down.
        answer = .error(
            404, "not_found", "there is nothing at this path",
            headers: vary.adding("Access-Control-Allow-Origin", "*"))
        self.page = page?.adding(vary)
    }

    func answer(to head: RequestHead, switchedOff: String?) -> EndpointResponse {
        var answer = answer
        if let page, head.wantsPage { answer = page }
        if let switchedOff { return answer.refusing(.switchedOff, switchedOff) }
        let isSearch = head.path.utf8.starts(with: "/.well-known/".utf8)
        return answer.refusing(.pathUnknown, isSearch ? metadata.map { "the metadata is at \($0)" } : nil)
    }
}
