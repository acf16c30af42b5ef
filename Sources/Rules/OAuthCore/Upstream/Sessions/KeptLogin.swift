import JSON
import OAuthModel
import Storage
import WireText

/// What is kept of a login beside its grant: the provider's tokens, and when it last said that the login holds. Sealed under the grant's
/// handle, which is in the tokens of the grant alone: who has the store and the server's secret can't open it without one of those.
struct KeptLogin: SealableRecord {
    static let kind = SealedKind.record(.keptLogin)

    let tokens: UpstreamTokens
    let confirmedAt: Timestamp

    init(_ tokens: UpstreamTokens, confirmedAt: Timestamp) {
        self.tokens = tokens
        self.confirmedAt = confirmedAt
    }

    /// How long ago the provider said so; nil where that is within `grace` no more, or where the clock was set back to before it.
    func age(at now: Timestamp, within grace: Duration) -> Duration? {
        let age = now.since(confirmedAt)
        return age < grace && .zero - age < RefreshReuse.clockTolerance ? max(.zero, age) : nil
    }

    var json: JSONObject {
        var object = tokens.json
        object["confirmed"] = .integer(confirmedAt.milliseconds)
        return object
    }

    init?(json: JSONValue) {
        guard let tokens = UpstreamTokens(json: json), let confirmedAt = json["confirmed"]?.integer
        else { return nil }
        self.init(tokens, confirmedAt: Timestamp(milliseconds: confirmedAt))
    }
}

extension GrantedAccess {
    /// Whose tokens are kept beside the grant; nil: nobody's.
    var keptLogin: UpstreamName? { parts[Self.keptLoginPart]?.string?.ascii.flatMap(UpstreamName.init) }

    fileprivate static let keptLoginPart = "kept_login"
}

extension JSONObject {
    /// The parts of a grant with the note that something is kept beside it.
    func keepingLogin(at upstream: UpstreamName?) -> JSONObject {
        guard let upstream else { return self }
        var parts = self
        parts[GrantedAccess.keptLoginPart] = .string(upstream.rawValue)
        return parts
    }
}
