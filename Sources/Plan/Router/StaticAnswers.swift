internal import Endpoint
internal import Web
internal import WireText

extension EndpointResponse {
    func refusing(_ reason: HTTPReason, _ detail: String? = nil) -> EndpointResponse {
        var answer = self
        answer.cause = .refused(HTTPRefusal(reason, detail))
        return answer
    }
}

extension RequestHead {
    /// A person is waiting for this answer, not a program.
    var wantsPage: Bool {
        headers.all("accept").contains { $0.containsIgnoringCase("text/html") }
    }
}
