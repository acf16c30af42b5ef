import JSON
import OAuthModel
import Storage
import WireText

/// An authorization request that has passed every check, as it waits for consent and login.
struct AuthorizationRequest: Sendable {
    let clientID: ClientID
    let redirectURI: RedirectURI
    let state: WireText?
    let scope: Scope
    let resources: [ResourceIndicator]
    let challenge: CodeChallenge
    let loginHint: WireText?
}

/// The request as it is stored. Which browser brought it is in the digest under which it is found.
struct PendingAuthorization: SealableRecord {
    static let kind = SealedKind.record(.pendingAuthorization)

    let request: AuthorizationRequest
    /// `nil` of one that is older than flows.
    let flow: FlowID?
    /// What features keep with a request and with the grant that comes of it, by their names. Carried on by code that does not know them.
    let parts: JSONObject
    /// What the document said that the client is known by, as it was when the person was asked; nil of any other client.
    let document: ClientMetadata?

    init(
        request: AuthorizationRequest, flow: FlowID?, parts: JSONObject = JSONObject(),
        document: ClientMetadata? = nil
    ) {
        self.request = request
        self.flow = flow
        self.parts = parts
        self.document = document
    }

    /// The same with no more than what somebody may give. Nil where that leaves nothing that opens anything; `offline_access` opens nothing,
    /// and stays wherever it was asked for.
    func narrowed(to ceiling: Scope?) -> PendingAuthorization? {
        guard let ceiling else { return self }
        let asked = request.scope
        let scope = Scope(asked.tokens.filter { $0 == .offlineAccess || ceiling.contains($0) })
        // Who asks for nothing is given that by whoever may give anything.
        guard !scope.opensNothing || asked.opensNothing && !ceiling.isEmpty else { return nil }
        let narrowed = AuthorizationRequest(
            clientID: request.clientID, redirectURI: request.redirectURI, state: request.state, scope: scope,
            resources: request.resources, challenge: request.challenge, loginHint: request.loginHint)
        return PendingAuthorization(request: narrowed, flow: flow, parts: parts, document: document)
    }

    var json: JSONObject {
        var object = JSONObject([
            "client_id": .string(request.clientID.rawValue),
            "redirect_uri": .string(request.redirectURI.text),
            "state": request.state.map { .string($0) },
            "scope": .string(request.scope.text),
            "resource": .strings(request.resources.map(\.text)),
            "code_challenge": .string(request.challenge.rawValue),
            "login_hint": request.loginHint.map { .string($0) },
            "flow": flow.map { .string($0.rawValue) },
        ])
        if !parts.members.isEmpty { object["parts"] = .object(parts) }
        object["document"] = document.map { .object(ClientRecord(metadata: $0, secret: nil).json) }
        return object
    }

    init?(json: JSONValue) {
        guard let clientID = json["client_id"]?.string.flatMap({ ClientID($0) }),
            let redirectURI = json["redirect_uri"]?.string.flatMap({ RedirectURI($0) }),
            let scope = json["scope"]?.scope, let resources = json["resource"]?.resources,
            let challenge = json["code_challenge"]?.string?.ascii.flatMap(CodeChallenge.init)
        else { return nil }
        request = AuthorizationRequest(
            clientID: clientID, redirectURI: redirectURI,
            state: json["state"]?.string, scope: scope, resources: resources, challenge: challenge,
            loginHint: json["login_hint"]?.string)
        flow = json["flow"]?.string.flatMap { FlowID($0) }
        parts = json["parts"]?.object ?? JSONObject()
        document = json["document"].flatMap { ClientRecord(json: $0) }?.metadata
    }
}

/// What an upstream `state` stands for: the pending authorization that goes on when its login comes back.
struct UpstreamState: SealableRecord {
    static let kind = SealedKind.record(.upstreamState)

    let pending: WireText
    /// At which it began.
    let upstream: UpstreamName
    /// Where the person can go when that is over; nil where it is too long, and of a record that is older than ways back.
    let back: WayBack?

    init(pending: WireText, at upstream: UpstreamName, back: WayBack?) {
        self.pending = pending
        self.upstream = upstream
        self.back = back
    }

    var json: JSONObject {
        JSONObject([
            "pending": .string(pending), "upstream": .string(upstream.rawValue),
            "back": (back?.location).map { .string($0) },
        ])
    }

    init?(json: JSONValue) {
        guard let pending = json["pending"]?.string else { return nil }
        self.pending = pending
        // One that is older than providers began at the fake login.
        upstream = json["upstream"]?.string?.ascii.flatMap(UpstreamName.init) ?? .fake
        back = (json["back"]?.string?.ascii).flatMap { WayBack(location: $0) }
    }
}
