import JSON
package import OAuthCore
import OAuthModel
import Web
import WireText

extension RemoteProvider {
    /// Ends a login as far as the provider goes: who it is is what the provider says when it is asked, over a connection of this server's own.
    package func proven(
        _ answer: UpstreamAnswer, of login: UpstreamLogin
    ) async -> Result<ProvenLogin, UpstreamRefusal> {
        do throws(UpstreamRefusal) {
            let provider = try await known().get()
            try checkIssuer(of: answer, from: provider)
            let code = try code(in: answer)
            let tokens = try await tokens(for: code, of: login, from: provider)
            let claims = try await claims(tokens, of: login, from: provider, answering: answer)
            let subject = provider.keys == nil ? nil : claims["sub"]?.string
            return .success(ProvenLogin(claims: claims, tokens: try kept(tokens, of: subject)))
        } catch { return .failure(error) }
    }

    /// RFC 9207 §2.4: before anything else of the answer counts, its error too. Where it comes without having been announced it has to
    /// be right all the same.
    private func checkIssuer(
        of answer: UpstreamAnswer, from provider: KnownProvider
    ) throws(UpstreamRefusal) {
        guard let sent = answer["iss"] else {
            guard !provider.namesItself else {
                throw refusal(.answerIssuerMissing, [Fact("asked for", "\(provider.issuer)")])
            }
            return
        }
        guard provider.issuer.mayBe(sent) else { throw foreign(sent, provider) }
    }

    private func foreign(_ sent: WireText, _ provider: KnownProvider) -> UpstreamRefusal {
        refusal(.answerIssuerForeign, [Fact("sent", sent), Fact("asked for", "\(provider.issuer)")])
    }

    private func code(in answer: UpstreamAnswer) throws(UpstreamRefusal) -> WireText {
        if let error = answer["error"] {
            guard !error.equals("access_denied") else { throw .denied }
            let words = answer["error_description"].map { [Fact("error_description", $0)] } ?? []
            throw refusal(.answerRefused, [Fact("error", error)] + words)
        }
        guard let code = answer["code"] else { throw .noCode }
        return code
    }

    private func tokens(
        for code: WireText, of login: UpstreamLogin, from provider: KnownProvider
    ) async throws(UpstreamRefusal) -> TokenAnswer {
        let endpoint = TokenEndpoint(url: provider.token, settings: settings, transport: transport)
        var parameters: [(name: String, value: WireText)] = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", WireText(callback)),
        ]
        let verifier = WireText(login.verifier)
        if provider.hasPKCE { parameters.append(("code_verifier", verifier)) }
        switch await endpoint.ask(parameters, secrets: [code, verifier]) {
        case .success(let tokens): return tokens
        case .failure(let failure) where failure.isSpent:
            throw refusal(.upstreamCodeRefused, failure.facts)
        case .failure(.away(let facts)): throw refusal(.tokensAway, facts)
        case .failure(.malformed(let facts)): throw refusal(.tokensMalformed, facts)
        case .failure(.refused(_, let facts)): throw refusal(.tokensRefused, facts)
        }
    }

    /// What is to be asked for later has to be there (RFC 6749 §6).
    private func kept(_ tokens: TokenAnswer, of subject: WireText?) throws(UpstreamRefusal) -> UpstreamTokens?
    {
        if case .checked = settings.refreshing, tokens.refreshToken == nil {
            throw refusal(
                .tokensMalformed,
                [Fact("member", "refresh_token"), Fact("because", "it is missing, and on_refresh needs it")])
        }
        guard settings.refreshing.keepsTokens else { return nil }
        return UpstreamTokens(
            upstream: settings.name, accessToken: tokens.accessToken, refreshToken: tokens.refreshToken,
            subject: subject)
    }
}

// Who it is.
extension RemoteProvider {
    private func claims(
        _ tokens: TokenAnswer, of login: UpstreamLogin, from provider: KnownProvider,
        answering answer: UpstreamAnswer
    ) async throws(UpstreamRefusal) -> JSONObject {
        var claims = JSONObject()
        if let keys = provider.keys {
            claims = try await signed(tokens, nonce: login.nonce, from: provider, keys: keys)
            // Of many tenants it is known only now which one it has to be.
            if let sent = answer["iss"], claims["iss"]?.string != sent { throw foreign(sent, provider) }
        }
        let questions = ProviderQuestions(name: settings.name, transport: transport)
        if let url = provider.userinfo {
            let said = try await questions.document(at: url, tokens.accessToken).get()
            guard let said = said.object else { throw questions.malformed(url, "it is no JSON object") }
            if provider.keys != nil { try checkSubject(said, claims, at: url) }
            for (name, value) in said.members where claims[name] == nil { claims[name] = value }
        }
        for document in provider.further {
            let said = try await questions.document(at: document.url, tokens.accessToken).get()
            guard said.array != nil else { throw questions.malformed(document.url, "it is no JSON array") }
            claims[document.name] = said
        }
        return claims
    }

    /// - Parameter nonce: What was sent with the login; nil at a refresh.
    func signed(
        _ tokens: TokenAnswer, nonce: String?, from provider: KnownProvider, keys: FetchURL
    ) async throws(UpstreamRefusal) -> JSONObject {
        guard let text = tokens.idToken else { throw refusal(.idTokenMissing, []) }
        let terms = IDTokenTerms(issuer: provider.issuer, clientID: settings.clientID, nonce: nonce)
        let found: Result<SignedClaims, KeyFailure>
        do throws(IDTokenFlaw) { found = await self.keys.claims(try IDToken(text), at: keys) } catch {
            throw refusal(error.reason, error.facts)
        }
        switch found {
        case .failure(.away(let refusal)): throw refusal
        case .failure(.flaw(let flaw)): throw refusal(flaw.reason, flaw.facts)
        case .success(let signed):
            let now = clock.now
            do throws(IDTokenFlaw) { try terms.check(signed, at: now) } catch {
                throw refusal(error.reason, error.facts + clocks(error.reason, tokens, now))
            }
            return signed.claims
        }
    }

    /// How far the provider's clock is from this one, where that may be why.
    private func clocks(_ reason: UpstreamReason, _ tokens: TokenAnswer, _ now: Timestamp) -> [Fact] {
        guard reason == .idTokenExpired || reason == .idTokenEarly, let date = tokens.date else { return [] }
        return [Fact("the provider's clock is ahead by", "\(date.since(now))")]
    }

    /// OpenID Connect Core §5.3.2: what is of another person is not used.
    private func checkSubject(
        _ said: JSONObject, _ claims: JSONObject, at url: FetchURL
    ) throws(UpstreamRefusal) {
        guard let subject = said["sub"]?.string else {
            throw refusal(.userinfoMalformed, [Fact("at", url.text), Fact("claim", "sub")])
        }
        guard subject == claims["sub"]?.string else {
            throw refusal(.userinfoForeign, [Fact("at", url.text)])
        }
    }
}
