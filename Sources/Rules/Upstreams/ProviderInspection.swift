import Cryptography
import JOSE
import JSON
import OAuthCore
package import OAuthModel
import Web
import WireText

/// A provider as it is right now, held against what a login there needs: for who sets it up.
///
/// It is asked as a server asks it, and once for a code that nobody made, to see whether it knows this server's client. Nobody logs in.
package struct ProviderInspection: Sendable {
    package struct Finding: Sendable, Equatable {
        package enum Verdict: Sendable { case pass, note, fail }

        /// For programs.
        package let rule: String
        package let verdict: Verdict
        /// What was found, for people. Quotes strangers as they may stand in a log.
        package let found: String

        init(_ rule: String, _ verdict: Verdict, _ found: String) {
            self.rule = rule
            self.verdict = verdict
            self.found = found
        }
    }

    private let settings: ProviderSettings
    /// The redirect URI to be registered there.
    private let callback: String
    private let transport: any UpstreamTransport
    private let clock: Clock

    package init(
        _ settings: ProviderSettings, callback: String, transport: any UpstreamTransport, clock: Clock
    ) {
        self.settings = settings
        self.callback = callback
        self.transport = transport
        self.clock = clock
    }

    package func findings() async -> [Finding] {
        [Finding("redirect_uri", .note, "has to be registered there, letter by letter: \(callback)")]
            + (await endpoints())
    }

    private func endpoints() async -> [Finding] {
        switch settings.endpoints {
        case .written(let written):
            do throws(UnusableAddress) {
                return await client(at: try KnownProvider(written))
                    + [Finding("claims", .note, "show once somebody logs in: mcp-auth upstream try")]
            } catch { return [Finding("addresses", .fail, listed(error.facts))] }
        case .discovered(let provider): return await discovered(provider)
        }
    }

    private func discovered(_ provider: DiscoveredProvider) async -> [Finding] {
        let document = ProviderDocument(provider: provider)
        let answer: FetchedAnswer
        do throws(UnusableAddress) {
            switch await transport.send(FetchRequest(try document.url())) {
            case .success(let had): answer = had
            case .failure(let failure):
                return [Finding("configuration", .fail, "\(document.address): \(failure)")]
            }
        } catch { return [Finding("configuration", .fail, listed(error.facts))] }
        let known: KnownProvider
        do throws(DocumentFlaw) { known = try document.read(answer.body) } catch {
            return [clock(answer.date), Finding("configuration", .fail, words(error))]
        }
        let says = (try? JSONValue.parse(answer.body))?.object ?? JSONObject()
        return [
            Finding("configuration", .pass, "\(document.address), of the issuer \(known.issuer)"),
            clock(answer.date), authorization(known, says), scopes(says), claims(says), signing(says),
            await keys(known),
        ] + (await client(at: known, says))
    }

    private func words(_ flaw: DocumentFlaw) -> String {
        switch flaw {
        case .malformed(let facts): listed(facts)
        case .foreign(let facts): "it is of another issuer: \(listed(facts))"
        }
    }

    /// Of ID tokens the times are compared.
    private func clock(_ date: Int?) -> Finding {
        guard let date else { return Finding("clock", .note, "its answer says no time") }
        let apart = clock.now.since(Timestamp(seconds: Int64(date))).wholeSeconds
        let leeway = IDTokenTerms.leeway.wholeSeconds
        guard abs(apart) > leeway else {
            return Finding("clock", .pass, "within \(leeway) s of this machine's")
        }
        return Finding(
            "clock", .fail,
            "\(abs(apart)) s \(apart > 0 ? "behind" : "ahead of") this machine's, and \(leeway) s are let pass: set both by NTP"
        )
    }

    private func authorization(_ known: KnownProvider, _ says: JSONObject) -> Finding {
        let name = "authorization"
        if let types = says["response_types_supported"]?.strings, !types.contains("code") {
            return Finding(name, .fail, "response_types_supported has no 'code'")
        }
        let iss = known.namesItself ? "iss is in each answer" : "iss is not announced"
        guard known.hasPKCE else {
            return Finding(name, .note, "it does not take S256 (RFC 7636): PKCE is left out; \(iss)")
        }
        let isAnnounced = says["code_challenge_methods_supported"] != nil
        return Finding(
            name, .pass, "PKCE with S256\(isAnnounced ? "" : ", which it does not announce"); \(iss)")
    }

    private func scopes(_ says: JSONObject) -> Finding {
        let missing = missing(settings.scopes, in: says["scopes_supported"])
        guard let missing else { return Finding("scopes", .note, "scopes_supported is not there") }
        guard missing.isEmpty else {
            return Finding("scopes", .note, "not announced: \(missing.joined(separator: " "))")
        }
        return Finding("scopes", .pass, settings.scopes.joined(separator: " "))
    }

    /// A provider need not list them all.
    private func claims(_ says: JSONObject) -> Finding {
        let wanted = settings.claims.lookedAt(by: settings.admission).compactMap(\.names.first)
        guard let missing = missing(wanted, in: says["claims_supported"]) else {
            return Finding("claims", .note, "claims_supported is not there: mcp-auth upstream try shows them")
        }
        guard missing.isEmpty else {
            return Finding("claims", .note, "not announced: \(missing.joined(separator: " "))")
        }
        return Finding("claims", .pass, wanted.joined(separator: " "))
    }

    private func signing(_ says: JSONObject) -> Finding {
        let name = "id_token"
        guard let offered = says["id_token_signing_alg_values_supported"]?.strings else {
            return Finding(name, .note, "id_token_signing_alg_values_supported is not there")
        }
        let taken = offered.compactMap(SignatureAlgorithm.init)
        guard !taken.isEmpty else {
            return Finding(name, .fail, "it signs with nothing that is taken here: \(shown(offered))")
        }
        return Finding(name, .pass, taken.map(\.rawValue).joined(separator: " "))
    }

    private func keys(_ known: KnownProvider) async -> Finding {
        guard let url = known.keys else { return Finding("keys", .fail, "it names none") }
        switch await ProviderQuestions(name: settings.name, transport: transport).keys(at: url) {
        case .failure(let refusal): return Finding("keys", .fail, listed(refusal.error.facts))
        case .success(let (set, _)):
            guard !set.keys.keys.isEmpty else {
                return Finding("keys", .fail, "none of those at \(url.text) can be used here")
            }
            return Finding("keys", .pass, "\(set.keys.keys.count) that can be used, at \(url.text)")
        }
    }

    /// A code that nobody made is refused in any case; for what, tells whether the client is known.
    private func client(at known: KnownProvider, _ says: JSONObject = JSONObject()) async -> [Finding] {
        let method = settings.authentication.rawValue
        if let offered = says["token_endpoint_auth_methods_supported"]?.strings,
            !offered.contains(WireText(method))
        {
            return [
                Finding(
                    "client", .fail,
                    "\(method) is not offered; token_endpoint_auth_method can be one of: \(shown(offered))")
            ]
        }
        let endpoint = TokenEndpoint(url: known.token, settings: settings, transport: transport)
        let code: WireText = "nobody-made-this-code"
        let verifier = WireText(Base64URL.encode(SHA256.hash(code.bytes)))
        let asked = await endpoint.ask(
            [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", WireText(callback)),
                ("code_verifier", verifier),
            ], secrets: [])
        switch asked {
        case .success: return [Finding("client", .fail, "it gives tokens for a code that nobody made")]
        case .failure(let failure) where failure.isSpent:
            return [Finding("client", .pass, "\(settings.clientID) is known there, by \(method)")]
        case .failure(.refused(let error, let facts)):
            let isUnknown = Self.unknown.contains { error.equals($0) }
            let words = "asked as \(settings.clientID), by \(method): \(listed(facts))"
            return [Finding("client", isUnknown ? .fail : .note, words)]
        case .failure(let failure): return [Finding("client", .fail, listed(failure.facts))]
        }
    }

    /// GitHub has words of its own.
    private static let unknown: [StaticString] = [
        "invalid_client", "unauthorized_client", "incorrect_client_credentials",
    ]

    private func missing(_ wanted: [String], in said: JSONValue?) -> [String]? {
        guard let said = said?.strings else { return nil }
        return wanted.filter { !said.contains(WireText($0)) }
    }

    private func shown(_ names: [WireText]) -> String {
        names.prefix(8).map { $0.excerpt(40) }.joined(separator: " ")
    }

    private func listed(_ facts: [Fact]) -> String {
        facts.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    }
}

extension ClaimRules {
    /// Those without which nobody would be let in.
    fileprivate func lookedAt(by admission: AdmissionRules) -> [ClaimPath] {
        var paths = subject.paths
        let lists = [admission.lists] + admission.ceilings.map(\.lists)
        if lists.contains(where: \.emails) { paths.append(email.path) }
        if lists.contains(where: \.groups) { paths += [groups].compactMap(\.self) }
        if !admission.organizations.isEmpty { paths += [organization].compactMap(\.self) }
        return paths
    }
}

extension AdmissionRules {
    fileprivate var lists: (emails: Bool, groups: Bool) {
        (!domains.isEmpty || !emails.isEmpty, !groups.isEmpty)
    }
}

extension ScopeCeiling {
    fileprivate var lists: (emails: Bool, groups: Bool) {
        (!domains.isEmpty || !emails.isEmpty, !groups.isEmpty)
    }
}
