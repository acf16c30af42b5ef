package import OAuthModel
import WireText

/// To which request, and which login, a decision belongs. All of it can be shown as it is.
package struct Attempt: Sendable {
    /// As in the answer's `X-Request-Id`.
    package let requestID: String
    /// The address of who asked, as text.
    package let peer: String
    /// What was asked for, without the query; `nil` where it could not be read.
    package let method: String?
    package let path: String?
    /// From the authorization request on; `nil` before, and where it is not known.
    package let flow: FlowID?

    package init(requestID: String, peer: String, method: String?, path: String?, flow: FlowID?) {
        self.requestID = requestID
        self.peer = LogText.word(peer)
        self.method = method.map(LogText.word)
        self.path = path.map(LogText.word)
        self.flow = flow
    }
}

/// Who is told of decisions: a log, a timeline, a test. Called where the answer is made, on an event loop as a rule: must not block.
package protocol DecisionSink: Sendable {
    func record(_ decision: Decision, of attempt: Attempt)
}
