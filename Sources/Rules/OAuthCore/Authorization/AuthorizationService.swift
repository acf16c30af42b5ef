import Cryptography
package import OAuthModel
package import Storage
package import WireText

/// The authorization endpoint and what follows it: consent first, then the upstream login, and only then the code.
package struct AuthorizationService: Sendable {
    private let configuration: CoreConfiguration
    private let clients: ClientDirectory
    private let upstream: any UpstreamProvider
    private let transient: any RecordStore
    private let grants: any GrantStore
    private let vault: Vault

    package init(
        configuration: CoreConfiguration, clients: ClientDirectory, upstream: any UpstreamProvider,
        transient: any RecordStore, grants: any GrantStore, vault: Vault
    ) {
        self.configuration = configuration
        self.clients = clients
        self.upstream = upstream
        self.transient = transient
        self.grants = grants
        self.vault = vault
    }

    /// Checks a request (RFC 6749 §4.1.1) and keeps it for ten minutes or what the manifest says. It has no other effect: it may be
    /// asked twice and without cookies.
    ///
    /// - Parameters:
    ///   - browsers: Those that the browser has; it is given one when it has none.
    ///   - peer: Who asks, in bytes that are the same for requests that count together.
    ///   - session: What the browser has of a login. Looked at only where the answer depends on it.
    package func begin(
        _ parameters: RequestParameters, browsers: [BrowserBinding], session: SessionSecret?, peer: [UInt8]
    ) async throws(StoreError) -> AuthorizationDecision {
        let client: Client
        let redirectURI: RedirectURI
        do {
            (client, redirectURI) = try await trusted(parameters)
        } catch {
            switch error {
            case .refused(let error): return .page(error)
            case .limited:
                return .page(OAuthError(.temporarilyUnavailable, "too many requests; try again later"))
            case .store(let error): throw error
            }
        }
        let redirect = TrustedRedirect(
            uri: redirectURI, configuration: configuration,
            state: AuthorizationChecks.echoedState(parameters))
        var draft = AuthorizationDraft(
            parameters: parameters, client: client, redirectURI: redirectURI, configuration: configuration,
            hasSession: AuthorizationChecks.asksSilently(parameters) ? try await isLoggedIn(session) : false)
        do {
            for check in AuthorizationChecks.table { try check.run(&draft) }
        } catch {
            let isImmediate = client.isPreRegistered || redirectURI.isLoopback
            let location = redirect.location(of: error)
            return isImmediate ? .redirect(location, error) : .link(location, host: redirect.host, error)
        }
        guard let request = draft.request else {
            return .page(OAuthError(.serverError, "the request is incomplete"))
        }
        let pending = PendingAuthorization(request: request, flow: FlowID(random: vault.random))
        if let owner = upstream.ownerUnasked(hint: request.loginHint) {
            return .granted(redirect.location(code: try await issueCode(pending, owner)))
        }
        let binding = browsers.first ?? BrowserBinding(random: vault.random)
        return .consent(try await hold(pending, of: client, for: binding, peer: peer), binding)
    }

    /// Takes the person's answer. Approving leaves the request pending, so that a form sent twice does no harm.
    package func decide(
        request: WireText, csrf: WireText, approves: Bool, browsers: [BrowserBinding], peer: [UInt8]
    ) async throws(StoreError) -> ConsentOutcome {
        guard let browser = vault.binding(of: csrf, for: .consent, about: request, among: browsers) else {
            return .page(Self.forged)
        }
        guard let digest = pendingDigest(request, browser) else { return .page(Self.expired) }
        if approves {
            guard let pending = try await pending(transient.load(.pendingAuthorization, digest), request)
            else {
                return .page(Self.expired)
            }
            let state = UpstreamStateName(vault, in: browser).text
            let location: String
            switch try await upstream.begin(state: state, hint: pending.request.loginHint) {
            case .success(let begun): location = begun
            case .failure(let refusal): return .page(refusal.error)
            }
            let lifetime = configuration.tokens.pendingAuthorization
            let record = try vault.seal(
                UpstreamState(pending: request), under: Array(state.utf8), for: lifetime)
            try await transient.insert(
                record, as: .upstreamState, under: stateDigest(WireText(state), browser),
                lifetime: lifetime, owner: vault.owner(peer))
            return .login(location)
        }
        guard let pending = try await pending(transient.take(.pendingAuthorization, digest), request) else {
            return .page(Self.expired)
        }
        return .redirect(
            redirect(pending.request).location(
                of: OAuthError(.accessDenied, "the resource owner denied the request"))
        )
    }

    /// Ends the login that a `state` stands for: makes the authorization code and says where to take it.
    ///
    /// The state must come back in the browser that consented (RFC 9700 §4.7.1): it says so itself, and its record is found only
    /// with that browser's cookie, so another browser neither gets anywhere nor spoils it.
    package func finish(
        _ answer: UpstreamAnswer, browsers: [BrowserBinding]
    ) async throws(StoreError) -> LoginOutcome {
        let state = answer.state
        guard let browser = UpstreamStateName(state)?.binding(vault, among: browsers) else {
            return .page(Self.foreign)
        }
        guard let taken = try await transient.take(.upstreamState, stateDigest(state, browser)),
            let record: UpstreamState = vault.open(taken, under: state.bytes),
            let digest = pendingDigest(record.pending, browser)
        else { return .page(Self.finished) }
        let login = try await upstream.finish(answer)
        if case .failure(let refusal) = login, !refusal.isAnswer { return .page(refusal.error) }
        guard let pending = try await pending(transient.take(.pendingAuthorization, digest), record.pending)
        else { return .page(Self.expired) }
        switch login {
        case .success(let owner):
            return .redirect(redirect(pending.request).location(code: try await issueCode(pending, owner)))
        case .failure(let refusal):
            return .redirect(redirect(pending.request).location(of: refusal.error))
        }
    }

    /// The first two checks (RFC 6749 §3.1.2.4): until both have passed, no answer may leave for the redirect URI.
    private func trusted(
        _ parameters: RequestParameters
    ) async throws(RequestFailure) -> (Client, RedirectURI) {
        for name: StaticString in ["client_id", "redirect_uri"] where parameters.isRepeated(name) {
            throw .refused(
                OAuthError(
                    .invalidRequest, "client_id or redirect_uri is repeated", cause: "parameter \(name)"))
        }
        guard let id = parameters["client_id"] else {
            throw .refused(OAuthError(.invalidRequest, "client_id is missing"))
        }
        let client: Client?
        do {
            client = if let known = ClientID(id) { try await clients.load(known) } else { nil }
        } catch { throw .store(error) }
        guard let client else {
            throw .refused(
                OAuthError(
                    .invalidClient, "no client with this client_id is registered here; register it again",
                    cause: "client_id \(id.excerpt())"))
        }
        let requested = parameters["redirect_uri"]
        guard let redirectURI = client.redirectURI(matching: requested) else {
            throw .refused(
                requested == nil
                    ? OAuthError(
                        .invalidRequest, "redirect_uri is missing, and the client registered more than one")
                    : OAuthError(
                        .invalidRequest, "redirect_uri is not one that the client registered",
                        cause:
                            "redirect_uri \(requested?.excerpt() ?? "") of client \(client.id.rawValue)"
                    ))
        }
        return (client, redirectURI)
    }

    private func isLoggedIn(_ session: SessionSecret?) async throws(StoreError) -> Bool {
        guard let session else { return false }
        return try await upstream.isLoggedIn(session)
    }

    private func hold(
        _ pending: PendingAuthorization, of client: Client, for browser: BrowserBinding, peer: [UInt8]
    ) async throws(StoreError) -> ConsentView {
        let request = pending.request
        let name = Base64URL.encode(vault.random.bytes(32))
        let lifetime = configuration.tokens.pendingAuthorization
        let record = try vault.seal(pending, under: Array(name.utf8), for: lifetime)
        try await transient.insert(
            record, as: .pendingAuthorization,
            under: vault.digest(vault.binding(Array(name.utf8), browser.bytes)),
            lifetime: lifetime, owner: vault.owner(peer))
        return ConsentView(
            clientID: client.id, clientName: client.metadata.name, isPreRegistered: client.isPreRegistered,
            redirectURI: request.redirectURI,
            scopes: configuration.scopes.filter { request.scope.contains($0.token) },
            resources: configuration.resources.filter { request.resources.contains($0.indicator) },
            request: name, csrf: vault.stepToken(.consent, about: WireText(name), in: browser))
    }

    private func issueCode(
        _ pending: PendingAuthorization, _ owner: ResourceOwner
    ) async throws(StoreError) -> String {
        let code = OpaqueToken(
            .authorizationCode, handle: vault.random.bytes(OpaqueToken.handleLength), random: vault.random)
        let record = AuthorizationCodeGrant(pending, owner: owner)
        let key = vault.grantKey(code.handle)
        let lifetime = configuration.tokens.authorizationCode
        let summary = GrantSummaryRecord(access: record.grant, begunAt: vault.clock.now)
        try await grants.insert(
            code: vault.digest(code.secret), try vault.seal(record, under: code.secret, for: lifetime),
            of: key, lifetime: lifetime, summary: try vault.summary(summary, of: key))
        return code.text
    }

    private func redirect(_ request: AuthorizationRequest) -> TrustedRedirect {
        TrustedRedirect(uri: request.redirectURI, configuration: configuration, state: request.state)
    }

    private func pending(_ stored: StoredRecord?, _ name: WireText) -> PendingAuthorization? {
        stored.flatMap { vault.open($0, under: name.bytes) }
    }

    private func pendingDigest(_ name: WireText, _ browser: BrowserBinding) -> SecretDigest? {
        guard name.utf8.count == 43 else { return nil }
        return vault.digest(vault.binding(name.bytes, browser.bytes))
    }

    private func stateDigest(_ state: WireText, _ browser: BrowserBinding) -> SecretDigest {
        vault.digest(vault.binding(Array("state".utf8), state.bytes, browser.bytes))
    }

    // All are for the person at the browser.
    private static let expired = OAuthError(
        .invalidRequest,
        "this request was answered already, or it took too long; start again from the application")
    /// Most often the page was loaded again.
    private static let finished = OAuthError(
        .invalidRequest,
        "this login is finished already, or it took too long; start again from the application")
    private static let foreign = OAuthError(.invalidRequest, notHere)
    /// Of a form, which may have been sent by a page of somebody else.
    private static let forged = OAuthError(.accessDenied, notHere)
    private static let notHere: StaticString =
        "this request was not started in this browser, or it took too long; start again from the application"
}
