package import JOSE
import OAuthModel

/// An operator has changed the keys of this server. Nothing of a private key is in it.
package struct KeyChange: Sendable {
    package enum Kind: Sendable {
        case rotated
        case retired
    }

    package let kind: Kind
    /// Of the new key, or of the one that is gone.
    package let id: String
    package let algorithm: SignatureAlgorithm
    /// Until the new key signs.
    package let wait: Duration
    /// The one that signs until then.
    package let replaced: String?

    init(_ kind: Kind, _ id: String, _ algorithm: SignatureAlgorithm, wait: Duration, replaced: String?) {
        self.kind = kind
        self.id = id
        self.algorithm = algorithm
        self.wait = wait
        self.replaced = replaced
    }
}

struct ToldKeyChange: ToldDecision {
    let change: KeyChange

    var kind: DecisionKind {
        switch change.kind {
        case .rotated: .keyRotated
        case .retired: .keyRetired
        }
    }

    var facts: [Fact] {
        var facts = [Fact("key", change.id), Fact("algorithm", change.algorithm.rawValue)]
        if change.kind == .rotated { facts.append(Fact("signs_in", "\(change.wait.wholeSeconds) s")) }
        if let replaced = change.replaced { facts.append(Fact("replaces", replaced)) }
        return facts
    }

    func words(by who: String) -> String {
        let key = "key \(change.id) (\(change.algorithm.rawValue))"
        switch change.kind {
        case .rotated:
            let time = change.wait == .zero ? "now" : "in \(change.wait.secondsToWait) s"
            let before = change.replaced.map { ", in the place of \($0)" } ?? ""
            return "the operator rotated the keys: \(key) is published, and signs \(time)\(before)"
        case .retired:
            return
                "the operator retired \(key): it is published no more, and what it signed can't be verified"
        }
    }
}
