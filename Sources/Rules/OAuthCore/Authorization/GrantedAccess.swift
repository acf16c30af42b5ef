import JSON
package import OAuthModel
import Storage
import WireText

/// What was granted: to whom, on whose behalf, what, and where it may be used. The record of a refresh token, too.
package struct GrantedAccess: SealableRecord {
    static let kind = SealedKind.refreshToken

    package let clientID: ClientID
    /// Who granted it; `nil` of a client that acts for itself.
    package let owner: ResourceOwner?
    package let scope: Scope
    package let resources: [ResourceIndicator]
    /// `nil` of grants that are older than flows.
    package let flow: FlowID?
    /// What features keep with a grant, by their names. Carried on by code that does not know them.
    let parts: JSONObject
    /// Known once there are tokens.
    private(set) var beginning: Beginning?

    /// How a grant came to have tokens.
    struct Beginning: Hashable, Sendable {
        let at: Timestamp
        /// The absolute end, which no rotation prolongs.
        let endsAt: Timestamp
        /// How the client proved who it is.
        let method: ClientAuthenticationMethod
    }

    init(
        clientID: ClientID, owner: ResourceOwner?, scope: Scope, resources: [ResourceIndicator],
        flow: FlowID?, parts: JSONObject = JSONObject()
    ) {
        self.clientID = clientID
        self.owner = owner
        self.scope = scope
        self.resources = resources
        self.flow = flow
        self.parts = parts
    }

    /// The same with its beginning, where it has none yet.
    func begun(_ beginning: Beginning) -> GrantedAccess {
        var access = self
        access.beginning = self.beginning ?? beginning
        return access
    }

    /// Whether the grant can still be there: a store that says so after its end has been told to. As for records, see ``SealedTerm``.
    func isCredible(at now: Timestamp) -> Bool {
        beginning.map { now < $0.endsAt.advanced(by: SealedTerm.tolerance) } ?? true
    }

    /// The flow of the login that it came of. A client that acts for itself has none before it has its token.
    var login: FlowID? { owner == nil ? nil : flow }

    /// `sub`: a client that acts for itself is its own subject (RFC 9068 §2.2).
    var subject: String { owner?.subject.rawValue ?? clientID.rawValue }

    var json: JSONObject {
        var object = owner?.json ?? JSONObject()
        object["client_id"] = .string(clientID.rawValue)
        object["scope"] = .string(scope.text)
        object["resource"] = .strings(resources.map(\.text))
        object["flow"] = flow.map { .string($0.rawValue) }
        if let beginning {
            object["begun"] = .integer(beginning.at.milliseconds)
            object["ends"] = .integer(beginning.endsAt.milliseconds)
            object["client_auth"] = .string(beginning.method.rawValue)
        }
        if !parts.members.isEmpty { object["parts"] = .object(parts) }
        return object
    }

    init?(json: JSONValue) {
        guard let clientID = json["client_id"]?.string.flatMap({ ClientID($0) }),
            let scope = json["scope"]?.scope, let resources = json["resource"]?.resources
        else { return nil }
        self.clientID = clientID
        owner = ResourceOwner(json: json)
        self.scope = scope
        self.resources = resources
        flow = json["flow"]?.string.flatMap { FlowID($0) }
        parts = json["parts"]?.object ?? JSONObject()
        if let at = json["begun"]?.integer, let endsAt = json["ends"]?.integer,
            let method = json["client_auth"]?.string?.ascii.flatMap(ClientAuthenticationMethod.init)
        {
            beginning = Beginning(
                at: Timestamp(milliseconds: at), endsAt: Timestamp(milliseconds: endsAt), method: method)
        }
    }
}
