package import OAuthModel
import Web
import WireText

/// A decision as a person is told of it.
package struct Story: Sendable {
    /// Who, what, for which resource; if refused why, and what to do.
    package let words: String
    /// What there is to look up, for programs.
    package let facts: [Fact]

    package enum Weight: Sendable {
        /// Nobody would tell it.
        case debug
        case info
        /// Somebody should look.
        case warning
        case error
    }
}

/// All that there is to say of one kind of decision.
protocol ToldDecision: Sendable {
    var kind: DecisionKind { get }
    var reason: (any Reason)? { get }
    var weight: Story.Weight { get }
    var clientID: ClientID? { get }
    var clientName: WireText? { get }
    var facts: [Fact] { get }

    /// - Parameter who: The client, as people call it.
    func words(by who: String) -> String
}

extension ToldDecision {
    var reason: (any Reason)? { nil }
    var weight: Story.Weight { .info }
    var clientID: ClientID? { nil }
    var clientName: WireText? { nil }
    var facts: [Fact] { [] }

    /// In quotation marks, which no excerpt has: a name can't pass for what this server says.
    func who(called name: WireText?) -> String {
        guard let clientID else { return "somebody" }
        return name.map { "\"\(safe($0))\"" } ?? "client \(safe(clientID.rawValue))"
    }

    // Pieces of sentences.

    func safe(_ text: String) -> String { safe(WireText(text)) }

    func safe(_ text: WireText) -> String { text.excerpt(64) }

    func person(_ owner: ResourceOwner?) -> String {
        owner.map { safe($0.subject.rawValue) } ?? "nobody"
    }

    /// Of the fake login nothing is said: it is this server's own.
    func place(_ upstream: UpstreamName?) -> String {
        upstream.flatMap { $0 == .fake ? nil : " at \($0)" } ?? ""
    }

    func what(_ scope: Scope, _ resources: [ResourceIndicator]) -> String {
        let words = scope.isEmpty ? "nothing" : scope.text.replacing(" ", with: ", ")
        return resources.isEmpty ? words : "\(words) at \(list(resources.map(\.text)))"
    }

    func list(_ texts: [String]) -> String { texts.joined(separator: " ") }

    /// What is wrong, beside what would be right, where that stands, and what to do.
    func account(_ finding: String, _ reason: any Reason, _ facts: [Fact] = []) -> String {
        let beside = facts.filter { $0.name != Fact.shown }.map {
            ", \($0.name.replacing("_", with: " ")) \($0.value)"
        }.joined()
        return "\(finding)\(beside) (\(reason.account.section)): \(reason.account.remedy)"
    }
}
