import Cryptography
package import JOSE
package import JSON
package import OAuthCore
package import OAuthModel
package import Support
import Synchronization
import Upstreams
package import Web
import WireText

/// A provider of OpenID Connect in this process, that signs with keys of its own and has each fault by a switch.
///
/// It checks what it is asked as a strict provider does: client, redirect URI, PKCE, and a code once.
package final class TestProvider: UpstreamTransport, Sendable {
    /// How it behaves. What is not changed is right.
    package struct Behaviour: Sendable {
        /// Of its ID tokens.
        package var claims: @Sendable (inout JSONObject) -> Void = { _ in }
        package var signing = Signing.usual
        package var userinfo: @Sendable (inout JSONObject) -> Void = { _ in }
        package var configuration: @Sendable (inout JSONObject) -> Void = { _ in }
        /// Of its token endpoint, when it is content.
        package var tokens: @Sendable (inout JSONObject) -> Void = { _ in }
        /// What the browser brings back.
        package var answer: @Sendable (inout [(name: String, value: String)]) -> Void = { _ in }
        /// What is answered at a path in the place of everything else.
        package var answers: [String: Result<FetchedAnswer, FetchFailure>] = [:]
        /// How long its configuration and its keys say that they are fresh.
        package var freshness: Duration? = .seconds(3600)
        /// How far its clock is ahead, as the `Date` of its tokens says.
        package var clock = Duration.zero
        /// Refresh tokens count no more.
        package var hasEndedLogins = false
        /// Each refresh gives out a new refresh token, and the old one counts no more.
        package var rotates = true
        /// Further documents for who has an access token, by path.
        package var documents: [String: JSONValue] = [:]
        /// Keys in its set beside its own, as they stand there.
        package var furtherKeys: [JSONValue] = []

        package init() {}

        package enum Signing: Sendable {
            case usual
            /// `alg` is `none`, and there is no signature.
            case unsigned
            /// With a key that is not in its set.
            case with(SigningKey)
            /// In the place of the token.
            case text(String)
            /// With its key, and no `kid`.
            case nameless
        }
    }

    package struct Person: Sendable {
        package var subject: String
        package var claims: JSONObject

        package init(
            subject: String = "248289761001",
            claims: JSONObject = JSONObject([
                "name": "Jane Doe", "email": "jane@example.com", "email_verified": true,
            ])
        ) {
            self.subject = subject
            self.claims = claims
        }
    }

    fileprivate struct Login {
        let nonce: String?
        let challenge: String?
        let redirectURI: String
        let person: Person
    }

    fileprivate struct State {
        var behaviour = Behaviour()
        var key = SigningKey.generate(.es256)
        /// In its set.
        var keys: [JSONWebKey] = []
        var codes: [String: Login] = [:]
        var accessTokens: [String: Person] = [:]
        var refreshTokens: [String: Person] = [:]
        var asked: [String] = []
        var secrets: [String] = []
        var number = 0
    }

    package let issuer: String
    package let clientID = "our-client"
    package let clientSecret = "our secret: +&%"
    private let clock: MovableClock
    private let state = Mutex(State())

    package init(issuer: String = "https://id.example/realms/one", clock: MovableClock) {
        self.issuer = issuer
        self.clock = clock
        state.withLock { $0.keys = [$0.key.publicKey] }
    }

    /// As a manifest would have it.
    package func settings(_ name: String = "corp") -> ProviderSettings {
        ProviderSettings(
            name: UpstreamName(rawValue: name) ?? .fake, kind: .oidc, title: "Corp",
            endpoints: .discovered(DiscoveredProvider(issuer: issuer)), clientID: clientID,
            secret: SecretText(text: clientSecret), authentication: .basic,
            scopes: ["openid", "email", "profile"], claims: ClaimRules(), admission: AdmissionRules())
    }

    /// From here on it behaves so.
    package func now(_ change: (inout Behaviour) -> Void) {
        state.withLock { change(&$0.behaviour) }
    }

    /// Signs with a new key. The old one is taken out of its set.
    package func rotate(to algorithm: SignatureAlgorithm = .es256) {
        let key = SigningKey.generate(algorithm)
        state.withLock { state in
            state.key = key
            state.keys = [key.publicKey]
        }
    }

    package var key: SigningKey { state.withLock { $0.key } }
    /// `GET /keys`, in the order in which it was asked.
    package var asked: [String] { state.withLock { $0.asked } }
    /// What nobody but the two parties may ever see.
    package var secrets: [String] { state.withLock { $0.secrets + [clientSecret] } }
}

// What the browser sees of it.
extension TestProvider {
    /// Logs somebody in at the address where a browser was sent, and says what it brings back.
    package func login(at address: String, as person: Person = Person()) throws -> UpstreamAnswer {
        let pairs = try login(query: address, as: person)
        return try Self.answer(pairs)
    }

    /// The same as it stands behind the redirect URI.
    package func query(from address: String, as person: Person = Person()) throws -> String {
        Self.query(try login(query: address, as: person))
    }

    private static func query(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { $0.name + "=" + percentEncoded($0.value) }.joined(separator: "&")
    }

    package static func answer(_ pairs: [(name: String, value: String)]) throws -> UpstreamAnswer {
        let query = query(pairs)
        guard let parameters = RequestParameters(query: query), let answer = UpstreamAnswer(parameters) else {
            throw TestFailure("no answer: \(query)")
        }
        return answer
    }

    private func login(query address: String, as person: Person) throws -> [(name: String, value: String)] {
        guard address.hasPrefix(issuer + "/authorize?"),
            let sent = RequestParameters(query: String(address.dropFirst(issuer.utf8.count + 11))),
            sent["client_id"]?.shown == clientID, sent["response_type"] == "code",
            let redirectURI = sent["redirect_uri"]?.shown, let state = sent["state"]?.shown
        else { throw TestFailure("not where people log in: \(address)") }
        if sent["code_challenge"] != nil, sent["code_challenge_method"] != "S256" {
            throw TestFailure("the method of PKCE is missing")
        }
        let login = Login(
            nonce: sent["nonce"]?.shown, challenge: sent["code_challenge"]?.shown, redirectURI: redirectURI,
            person: person)
        return self.state.withLock { kept in
            let code = kept.secret("code")
            kept.codes[code] = login
            var answer = [(name: "code", value: code), (name: "state", value: state)]
            kept.behaviour.answer(&answer)
            return answer
        }
    }
}

// What this server sees of it.
extension TestProvider {
    package func send(_ request: FetchRequest) async -> Result<FetchedAnswer, FetchFailure> {
        answer(request)
    }

    package func answer(_ request: FetchRequest) -> Result<FetchedAnswer, FetchFailure> {
        guard request.url.text.hasPrefix(issuer) else { return .failure(.noSuchName) }
        let path = String(request.url.text.dropFirst(issuer.utf8.count))
        return state.withLock { state in
            let isPost = if case .post = request.method { true } else { false }
            state.asked.append((isPost ? "POST " : "GET ") + path)
            return (state.behaviour.answers[path] ?? reply(request, path, &state)).flatMap { answer in
                guard request.taken.statuses.contains(answer.status) else {
                    return .failure(.status(answer.status))
                }
                return request.taken.types.contains(answer.form)
                    ? .success(answer) : .failure(.mediaType("application/x-www-form-urlencoded"))
            }
        }
    }

    private func reply(
        _ request: FetchRequest, _ path: String, _ state: inout State
    ) -> Result<FetchedAnswer, FetchFailure> {
        switch path {
        case "/.well-known/openid-configuration": .success(configuration(state))
        case "/keys":
            .success(
                .json(
                    ["keys": .array(state.keys.map { .object($0.json) } + state.behaviour.furtherKeys)],
                    freshness: state.behaviour.freshness))
        case "/token": .success(token(request, &state))
        case "/userinfo": .success(userinfo(request, state))
        default:
            state.behaviour.documents[path].map { document in
                .success(person(request, state) == nil ? .unauthorized : .json(document))
            } ?? .failure(.status(404))
        }
    }

    private func configuration(_ state: State) -> FetchedAnswer {
        var document = JSONObject([
            "issuer": .string(issuer), "authorization_endpoint": .string(issuer + "/authorize"),
            "token_endpoint": .string(issuer + "/token"), "userinfo_endpoint": .string(issuer + "/userinfo"),
            "jwks_uri": .string(issuer + "/keys"), "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
            "code_challenge_methods_supported": ["S256"],
        ])
        state.behaviour.configuration(&document)
        return .json(.object(document), freshness: state.behaviour.freshness)
    }

    private func token(_ request: FetchRequest, _ state: inout State) -> FetchedAnswer {
        guard case .post(let bytes) = request.method, let form = RequestParameters(formEncoded: bytes) else {
            return .error("invalid_request")
        }
        guard isOurs(request, form) else { return .error("invalid_client", status: 401) }
        switch form["grant_type"]?.shown {
        case "authorization_code": return code(form, &state)
        case "refresh_token": return refresh(form, &state)
        default: return .error("unsupported_grant_type")
        }
    }

    /// Proved as the client chose to, and in that way alone.
    private func isOurs(_ request: FetchRequest, _ form: RequestParameters) -> Bool {
        let credentials = percentEncoded(clientID) + ":" + percentEncoded(clientSecret)
        let basic = "Basic " + Base64.encode(Array(credentials.utf8))
        let field = request.fields.first { $0.name == "authorization" }?.value
        if let field { return field == basic && form["client_secret"] == nil }
        return form["client_id"]?.shown == clientID && form["client_secret"]?.shown == clientSecret
    }

    private func code(_ form: RequestParameters, _ state: inout State) -> FetchedAnswer {
        guard let code = form["code"], let login = state.codes.removeValue(forKey: code.shown) else {
            return .error("invalid_grant", "Code \(form["code"]?.shown ?? "") not valid")
        }
        let verified = form["code_verifier"].map { Base64URL.encode(SHA256.hash($0.bytes)) }
        guard verified == login.challenge, form["redirect_uri"]?.shown == login.redirectURI else {
            return .error("invalid_grant", "PKCE or redirect_uri")
        }
        if let verifier = form["code_verifier"]?.shown { state.secrets.append(verifier) }
        var answer = tokens(login.person, &state)
        answer["id_token"] = .string(idToken(login, &state))
        state.behaviour.tokens(&answer)
        let date = clock.now.advanced(by: state.behaviour.clock).seconds
        return FetchedAnswer(
            status: 200, form: .json, body: JSONValue.object(answer).serialized(), date: Int(date))
    }

    private func refresh(_ form: RequestParameters, _ state: inout State) -> FetchedAnswer {
        guard let sent = form["refresh_token"], let person = state.refreshTokens[sent.shown],
            !state.behaviour.hasEndedLogins
        else { return .error("invalid_grant", "Token \(form["refresh_token"]?.shown ?? "") is not active") }
        var answer = tokens(person, &state)
        if state.behaviour.rotates {
            state.refreshTokens[sent.shown] = nil
        } else {
            answer["refresh_token"] = nil
        }
        state.behaviour.tokens(&answer)
        return .json(.object(answer))
    }

    private func tokens(_ person: Person, _ state: inout State) -> JSONObject {
        let (access, refresh) = (state.secret("access"), state.secret("refresh"))
        state.accessTokens[access] = person
        state.refreshTokens[refresh] = person
        return JSONObject([
            "access_token": .string(access), "token_type": "Bearer", "expires_in": 300,
            "refresh_token": .string(refresh),
        ])
    }

    private func idToken(_ login: Login, _ state: inout State) -> String {
        let now = clock.now.seconds
        var claims = JSONObject([
            "iss": .string(issuer), "sub": .string(login.person.subject), "aud": .string(clientID),
            "iat": .integer(now), "exp": .integer(now + 300),
            "nonce": login.nonce.map { .string($0) },
        ])
        if let nonce = login.nonce { state.secrets.append(nonce) }
        claims.add(login.person.claims)
        state.behaviour.claims(&claims)
        let token = sign(claims, state)
        state.secrets.append(token)
        return token
    }

    private func sign(_ claims: JSONObject, _ state: State) -> String {
        switch state.behaviour.signing {
        case .usual: return (try? state.key.sign(claims)) ?? ""
        case .with(let key): return (try? key.sign(claims)) ?? ""
        case .text(let text): return text
        case .unsigned:
            let parts = [JSONValue.object(JSONObject(["alg": "none"])), .object(claims)]
            return parts.map { Base64URL.encode($0.serialized()) }.joined(separator: ".") + "."
        case .nameless: return (try? state.key.signNameless(claims)) ?? ""
        }
    }

    private func userinfo(_ request: FetchRequest, _ state: State) -> FetchedAnswer {
        guard let person = person(request, state) else { return .unauthorized }
        var claims = person.claims
        claims["sub"] = .string(person.subject)
        state.behaviour.userinfo(&claims)
        return .json(.object(claims))
    }

    private func person(_ request: FetchRequest, _ state: State) -> Person? {
        guard let field = request.fields.first(where: { $0.name == "authorization" })?.value,
            field.hasPrefix("Bearer ")
        else { return nil }
        return state.accessTokens[String(field.dropFirst(7))]
    }
}

extension TestProvider.State {
    fileprivate mutating func secret(_ kind: String) -> String {
        number += 1
        let secret = "a+secret/of~the provider:\(kind)-\(number)".filter { $0 != " " }
        secrets.append(secret)
        return secret
    }
}

extension FetchedAnswer {
    package static func json(
        _ value: JSONValue, status: Int = 200, freshness: Duration? = nil
    ) -> FetchedAnswer {
        FetchedAnswer(status: status, form: .json, body: value.serialized(), freshness: freshness)
    }

    package static func text(_ text: String, _ form: Form = .json, status: Int = 200) -> FetchedAnswer {
        FetchedAnswer(status: status, form: form, body: Array(text.utf8))
    }

    package static func error(_ code: String, _ words: String? = nil, status: Int = 400) -> FetchedAnswer {
        json(["error": .string(code), "error_description": words.map { .string($0) }], status: status)
    }

    fileprivate static var unauthorized: FetchedAnswer { error("invalid_token", status: 401) }
}

extension SigningKey {
    /// The header says nothing of which key it was.
    fileprivate func signNameless(_ claims: JSONObject) throws -> String {
        guard case .ec(let own) = key else { throw TestFailure("a key that is not used so") }
        let header = JSONValue.object(JSONObject(["alg": .string(algorithm.rawValue)]))
        let text = [header, .object(claims)].map { Base64URL.encode($0.serialized()) }.joined(separator: ".")
        return text + "." + Base64URL.encode(try own.sign(Array(text.utf8)))
    }
}
