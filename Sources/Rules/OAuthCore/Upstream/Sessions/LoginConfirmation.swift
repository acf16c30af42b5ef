package import OAuthModel
import WireText

/// What came of asking a provider whether the login of a grant still holds, where the grant went on.
package enum LoginConfirmation: Sendable {
    case confirmed(by: UpstreamName)
    /// It could not be asked, but said so not long ago.
    case unconfirmed(by: UpstreamName, age: Duration, facts: [Fact])

    var facts: [Fact] {
        switch self {
        case .confirmed(let name): [Fact("confirmed_by", name.rawValue)]
        case .unconfirmed(let name, let age, let facts):
            [Fact("unconfirmed_by", name.rawValue), Fact("confirmed", "\(age.wholeSeconds) s ago")] + facts
        }
    }

    /// Behind a sentence; empty where there is nothing to see to.
    var words: String {
        switch self {
        case .confirmed: ""
        case .unconfirmed(let name, let age, let facts):
            "; \(name) can't be asked whether the login still holds, and said so \(age.wholeSeconds) s ago"
                + facts.map { ", \($0.name.replacing("_", with: " ")) \($0.value)" }.joined()
        }
    }

    var needsLook: Bool {
        switch self {
        case .confirmed: false
        case .unconfirmed: true
        }
    }
}
