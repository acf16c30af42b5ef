internal import Endpoint
internal import WireText

extension EndpointResponse {
    func refusing(because cause: String) -> EndpointResponse {
        var answer = self
        answer.cause = cause
        return answer
    }
}

extension RequestHead {
    /// A person is waiting for this answer, not a program.
    var wantsPage: Bool {
        headers.all("accept").contains { $0.containsIgnoringCase("text/html") }
    }
}
