import Cryptography
package import OAuthModel
package import Storage
import Web
package import WireText

/// The authorization endpoint and what follows it: consent first, then the upstream login, and only then the code.
package struct AuthorizationService: Sendable {
    let configuration: CoreConfiguration
    let clients: ClientDirectory
    /// In the order in which they are offered; never empty.
    private let upstreams: [OfferedUpstream]
    private let transient: any RecordStore
    private let grants: any GrantStore
    private let vault: Vault
    private let recent: RecentGrants

    package init(
        configuration: CoreConfiguration, clients: ClientDirectory, upstreams: [OfferedUpstream],
        transient: any RecordStore, grants: any GrantStore, vault: Vault, recent: RecentGrants
    ) {
        self.configuration = configuration
        self.clients = clients
        self.upstreams = upstreams
        self.transient = transient
        self.grants = grants
        self.vault = vault
        self.recent = recent
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
    ) async throws(StoreError) -> Decided<AuthorizationAnswer> {
        let loaded: LoadedClient
        let redirectURI: RedirectURI
        switch try await trusted(parameters, peer) {
        case .success(let trusted): (loaded, redirectURI) = trusted
        case .failure(let error): return Decided(.page(error), .refused(error))
        }
        let client = loaded.client
        let redirect = TrustedRedirect(
            uri: redirectURI, configuration: configuration,
            state: AuthorizationChecks.echoedState(parameters))
        var draft = AuthorizationDraft(
            parameters: parameters, client: client, redirectURI: redirectURI, configuration: configuration,
            hasSession: AuthorizationChecks.asksSilently(parameters) ? try await isLoggedIn(session) : false)
        let request: AuthorizationRequest
        do throws(OAuthError) {
            for check in AuthorizationChecks.table { try check.run(&draft) }
            request = try draft.request
        } catch {
            let isImmediate = client.isPreRegistered || redirectURI.isLoopback
            let location = redirect.location(of: error)
            return Decided(
                isImmediate ? .redirect(location) : .link(location, host: redirect.host, error),
                .refused(error.of(client.id)), after: loaded.told)
        }
        let pending = PendingAuthorization(
            request: request, flow: FlowID(random: vault.random),
            document: client.origin == .document ? client.metadata : nil)
        let asked = ConsentRequest(request, clientName: client.metadata.name)
        if let (owner, upstream) = ownerUnasked(request) {
            let issued = try await issueCode(
                pending, owner, at: upstream, after: loaded.told + [.consentGiven(asked)])
            return issued.map { .granted(redirect.location(code: $0)) }
        }
        let binding = browsers.first ?? BrowserBinding(random: vault.random)
        return Decided(
            .consent(try await hold(pending, of: client, for: binding, peer: peer), binding),
            .consentAsked(asked), after: loaded.told, in: pending.flow)
    }

    /// Takes the person's answer. Approving leaves the request pending, so that a form sent twice does no harm.
    ///
    /// - Parameter chosen: Where the person wants to log in, by its name. Where there are several and none was chosen, they are asked.
    package func decide(
        request: WireText, csrf: WireText, back: WireText?, approves: Bool, at chosen: WireText?,
        browsers: [BrowserBinding], peer: [UInt8]
    ) async throws(StoreError) -> Decided<ConsentOutcome> {
        guard let browser = vault.binding(of: csrf, for: .consent, about: request, among: browsers) else {
            return .page(LoginReason.consentForged)
        }
        let back = WayBack(back, in: browser, vault)
        guard let digest = pendingDigest(request, browser) else { return .over(back) }
        if approves {
            guard let pending = try await pending(transient.load(.pendingAuthorization, digest), request)
            else { return .over(back) }
            if let answer: Decided<ConsentOutcome> = try await objection(to: pending) { return answer }
            let asked = pending.request
            guard let upstream = upstream(chosen) else {
                guard chosen == nil else {
                    return again(UpstreamRefusal(.upstreamUnknown), pending, named: request, in: browser)
                }
                return Decided(
                    .choice(
                        UpstreamChoice(
                            upstreams: upstreams.map { ($0.name, $0.title) },
                            redirectHost: asked.redirectURI.displayHost,
                            form: form(of: pending, named: request, in: browser))),
                    .nothing, in: pending.flow)
            }
            let login = UpstreamStateName(vault, in: browser).login(vault)
            let state = login.state
            let location: String
            switch try await upstream.provider.begin(login, hint: asked.loginHint) {
            case .success(let begun): location = begun
            case .failure(let refusal): return again(refusal, pending, named: request, in: browser)
            }
            // Longer than the request itself, so that who comes back too late is shown the way to the client.
            let lifetime = configuration.tokens.pendingAuthorization * 2
            let record = try vault.seal(
                UpstreamState(pending: request, at: upstream.name, back: WayBack(to: redirect(asked))),
                under: Array(state.utf8), for: lifetime)
            try await transient.insert(
                record, as: .upstreamState, under: stateDigest(WireText(state), browser),
                lifetime: lifetime, owner: vault.owner(peer))
            return Decided(
                .login(location),
                .consentGiven(ConsentRequest(asked, clientName: nil, at: upstream.name)),
                in: pending.flow)
        }
        guard let pending = try await pending(transient.take(.pendingAuthorization, digest), request) else {
            return .over(back)
        }
        if let answer: Decided<ConsentOutcome> = try await objection(to: pending) { return answer }
        let error = OAuthError(AuthorizationReason.consentDenied)
        return Decided(.redirect(redirect(pending.request).location(of: error)), refused: error, of: pending)
    }

    /// Ends the login that a `state` stands for: makes the authorization code and says where to take it.
    ///
    /// The state must come back in the browser that consented (RFC 9700 §4.7.1): it says so itself, and its record is found only
    /// with that browser's cookie, so another browser neither gets anywhere nor spoils it. And it must come back at the redirect URI of the
    /// upstream that it began at (RFC 9700 §4.4.2.2).
    ///
    /// The request itself is taken only by what answers it: a code, or the person's own no. After anything else it goes on waiting.
    package func finish(
        _ answer: UpstreamAnswer, at place: UpstreamName, browsers: [BrowserBinding]
    ) async throws(StoreError) -> Decided<LoginOutcome> {
        let state = answer.state
        guard let name = UpstreamStateName(state), let browser = name.binding(vault, among: browsers) else {
            return .page(LoginReason.loginForeign)
        }
        guard let taken = try await transient.take(.upstreamState, stateDigest(state, browser)),
            let record: UpstreamState = vault.open(taken, under: state.bytes),
            let digest = pendingDigest(record.pending, browser)
        else { return .page(LoginReason.loginFinished) }
        guard record.upstream == place, let upstream = upstreams.first(where: { $0.name == place }) else {
            let error = OAuthError(
                UpstreamReason.answerMixedUp,
                facts: [Fact("began_at", record.upstream.rawValue), Fact("came_back_to", place.rawValue)])
            let stored = try await transient.load(.pendingAuthorization, digest)
            return .page(error, of: pending(stored, record.pending))
        }
        let login = try await upstream.provider.finish(answer, of: name.login(vault))
        if let refusal = login.refusal {
            let stored = try await transient.load(.pendingAuthorization, digest)
            guard let pending = pending(stored, record.pending) else {
                return .over(record.back, refusal.error)
            }
            return again(refusal, pending, named: record.pending, in: browser)
        }
        if case .success(let identity) = login, let ceiling = identity.ceiling {
            let stored = try await transient.load(.pendingAuthorization, digest)
            guard let pending = pending(stored, record.pending) else { return .over(record.back) }
            guard pending.narrowed(to: ceiling) != nil else {
                return again(
                    .scopeless(identity, ceiling, asking: pending.request.scope, at: place), pending,
                    named: record.pending, in: browser)
            }
        }
        guard let pending = try await pending(transient.take(.pendingAuthorization, digest), record.pending)
        else { return .over(record.back) }
        if let answer: Decided<LoginOutcome> = try await objection(to: pending) { return answer }
        let redirect = redirect(pending.request)
        switch login {
        case .success(let identity):
            return try await issueCode(
                pending.narrowed(to: identity.ceiling) ?? pending, identity.owner, at: place,
                keeping: identity.tokens
            ).map { .redirect(redirect.location(code: $0)) }
        case .failure(let refusal):
            return Decided(
                .redirect(redirect.location(of: refusal.error)), refused: refusal.error, of: pending)
        }
    }

    /// The first two checks (RFC 6749 §3.1.2.4): until both have passed, no answer may leave for the redirect URI.
    private func trusted(
        _ parameters: RequestParameters, _ peer: [UInt8]
    ) async throws(StoreError) -> Result<(LoadedClient, RedirectURI), OAuthError> {
        for name: StaticString in ["client_id", "redirect_uri"] where parameters.isRepeated(name) {
            return .failure(
                OAuthError(
                    AuthorizationReason.clientOrRedirectRepeated, facts: [Fact("parameter", "\(name)")]))
        }
        guard let id = parameters["client_id"] else {
            return .failure(OAuthError(AuthorizationReason.clientMissing))
        }
        guard let known = ClientID(id) else {
            return .failure(
                OAuthError(AuthorizationReason.clientUnregistered, facts: [Fact("sent", id)]))
        }
        let requested = parameters["redirect_uri"]
        let loaded: LoadedClient
        switch try await clients.load(known, for: peer, where: { $0.redirectURI(matching: requested) != nil })
        {
        case .success(let found?): loaded = found
        case .success(nil):
            return .failure(OAuthError(AuthorizationReason.clientUnregistered).of(known))
        case .failure(let error): return .failure(error.of(known))
        }
        guard let redirectURI = loaded.client.redirectURI(matching: requested) else {
            return .failure(refusal(of: requested, by: loaded.client).of(known))
        }
        return .success((loaded, redirectURI))
    }

    private func refusal(of requested: WireText?, by client: Client) -> OAuthError {
        let uris = client.metadata.redirectURIs.map(\.text)
        let registered = Fact("registered", uris.joined(separator: " "))
        guard let requested else {
            return OAuthError(AuthorizationReason.redirectURIMissing, facts: [registered])
        }
        let facts = [Fact("sent", requested), registered]
        guard client.origin == .document else {
            return OAuthError(AuthorizationReason.redirectURIUnregistered, facts: facts)
        }
        // There is nobody to register it anew, so both are named, as far as the request can't use the page for words of its own: it leads
        // where the document leads, but to another path.
        let host = requested.ascii.flatMap { URIParts($0)?.host }
        let isLike = host != nil && uris.contains { URIParts($0)?.host == host }
        let isAddress =
            isLike && (try? configuration.registration.redirectURIs.check(requested.ascii)) != nil
        let has = uris.prefix(3).map { WireText($0).excerpt(120) }.joined(separator: ", ")
        let sent = isAddress ? "the request has \(requested.excerpt(120)), and " : ""
        return OAuthError(
            DocumentReason.documentRedirectDiffers, comparing: sent + "the document has \(has)",
            facts: facts)
    }

    private func isLoggedIn(_ session: SessionSecret?) async throws(StoreError) -> Bool {
        guard let session else { return false }
        for upstream in upstreams where try await upstream.provider.isLoggedIn(session) { return true }
        return false
    }

    private func ownerUnasked(_ request: AuthorizationRequest) -> (ResourceOwner, UpstreamName)? {
        for upstream in upstreams {
            if let owner = upstream.provider.ownerUnasked(hint: request.loginHint) {
                return (owner, upstream.name)
            }
        }
        return nil
    }

    /// The one that the person chose, or the only one.
    private func upstream(_ chosen: WireText?) -> OfferedUpstream? {
        guard let chosen else { return upstreams.count == 1 ? upstreams.first : nil }
        return upstreams.first { WireText($0.name.rawValue) == chosen }
    }

    private func form(
        of pending: PendingAuthorization, named name: WireText, in browser: BrowserBinding
    ) -> PendingForm {
        PendingForm(
            request: name.shown, csrf: vault.stepToken(.consent, about: name, in: browser),
            back: WayBack(to: redirect(pending.request))?.text(in: browser, vault))
    }

    private func again<Outcome: PageOutcome>(
        _ refusal: UpstreamRefusal, _ pending: PendingAuthorization, named name: WireText,
        in browser: BrowserBinding
    ) -> Decided<Outcome> {
        let another = AnotherTry(
            form: form(of: pending, named: name, in: browser),
            back: WayBack(location: redirect(pending.request).location(of: refusal.error)),
            contact: refusal.contact)
        return Decided(.again(another, refusal.error), refused: refusal.error, of: pending)
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
            clientID: client.id, clientName: client.metadata.name, origin: client.origin,
            pages: client.metadata.pages, redirectURI: request.redirectURI,
            scopes: configuration.scopes.filter { request.scope.contains($0.token) },
            resources: configuration.resources.filter { request.resources.contains($0.indicator) },
            form: form(of: pending, named: WireText(name), in: browser))
    }

    private func issueCode(
        _ pending: PendingAuthorization, _ owner: ResourceOwner, at upstream: UpstreamName,
        keeping tokens: UpstreamTokens? = nil,
        after earlier: [Decision] = []
    ) async throws(StoreError) -> Decided<String> {
        let code = OpaqueToken(
            .authorizationCode, handle: vault.random.bytes(OpaqueToken.handleLength), random: vault.random)
        let record = AuthorizationCodeGrant(pending, owner: owner, tokens: tokens)
        let key = vault.grantKey(code.handle)
        let lifetime = configuration.tokens.authorizationCode
        // Before there is a grant: it lives by this, whatever becomes of the document.
        if let document = pending.document { try await clients.keep(document, of: record.grant.clientID) }
        let summary = GrantSummaryRecord(access: record.grant, begunAt: vault.clock.now)
        try await grants.insert(
            code: vault.digest(code.secret), try vault.seal(record, under: code.secret, for: lifetime),
            of: key, lifetime: lifetime, summary: try vault.summary(summary, of: key))
        recent.noteCode(of: key, flow: pending.flow, lifetime: lifetime)
        return Decided(
            code.text, .codeIssued(IssuedCode(access: record.grant, redirectURI: record.redirectURI)),
            after: earlier + [.loggedIn(owner, at: upstream)], in: pending.flow)
    }

    func redirect(_ request: AuthorizationRequest) -> TrustedRedirect {
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
}
