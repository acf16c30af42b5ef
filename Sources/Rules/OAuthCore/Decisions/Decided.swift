package import OAuthModel

/// What a service answers, and what it decided with that: one is not to be had without the other.
package struct Decided<Answer: Sendable>: Sendable {
    package let answer: Answer
    package let decision: Decision
    /// What was decided on the way to it.
    package let earlier: [Decision]
    /// Of the login that it belongs to.
    package let flow: FlowID?

    init(_ answer: Answer, _ decision: Decision, after earlier: [Decision] = [], in flow: FlowID? = nil) {
        self.answer = answer
        self.decision = decision
        self.earlier = earlier
        self.flow = flow
    }

    func map<Other>(_ change: (Answer) -> Other) -> Decided<Other> {
        Decided<Other>(change(answer), decision, after: earlier, in: flow)
    }
}
