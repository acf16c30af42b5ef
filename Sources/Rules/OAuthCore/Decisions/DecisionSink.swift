package import OAuthModel
package import WireText

/// To which request, and which login, a decision belongs. All of it can be shown as it is.
///
/// Made for every decision that is told of, so what is shown is made when it is read.
package struct Attempt: Sendable {
    /// As in the answer's `X-Request-Id`.
    package let requestID: String
    /// The address of who asked, as text of this server's own.
    package let peer: String
    /// From the authorization request on; `nil` before, and where it is not known.
    package let flow: FlowID?
    /// How long the answer was waited for; `nil`: it was at hand, or nobody looked.
    package let waited: Duration?
    private let sent: (method: String?, path: String?, origin: WireText?)

    package init(
        requestID: String, peer: String, method: String?, path: String?, origin: WireText?, flow: FlowID?,
        waited: Duration? = nil
    ) {
        self.requestID = requestID
        self.peer = peer
        self.flow = flow
        self.waited = waited
        sent = (method, path, origin)
    }

    /// What the operator asked for, through the control socket.
    package static let byOperator = Attempt(
        requestID: "control", peer: "operator", method: nil, path: nil, origin: nil, flow: nil)

    /// What was asked for, without the query; `nil` where it could not be read.
    package var method: String? { sent.method.map(LogText.word) }
    package var path: String? { sent.path.map(LogText.word) }
    /// The page that a browser says it came from.
    package var origin: String? { sent.origin.map { LogText.word($0.shown) } }
}

/// Who is told of decisions: a log, a timeline, a test. Called where the answer is made, on an event loop as a rule: must not block.
package protocol DecisionSink: Sendable {
    func record(_ decision: Decision, of attempt: Attempt)
}
