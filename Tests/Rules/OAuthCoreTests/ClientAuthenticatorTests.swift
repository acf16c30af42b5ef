import EmbeddedStore
import JOSE
import JSON
import OAuthModel
import Storage
import Testing
import WireText

@testable import OAuthCore

@Suite("who sent a request is held against what is known (RFC 6749 §2.3)")
struct ClientAuthenticatorTests {
    private let core: CoreFixture
    private let authenticator: ClientAuthenticator

    private static let server = ResourceServer(
        id: "mcp", secret: SecretText(text: "a secret of the resource server"), resources: [])

    init() throws {
        core = try CoreFixture()
        authenticator = ClientAuthenticator(
            configuration: try .fixture(resourceServers: [Self.server]), clients: core.clients,
            keys: NoKeySource(), store: core.store, vault: core.vault)
    }

    /// A client that registers itself with a method, or without a word about it.
    private func register(_ method: String?) async throws -> (id: ClientID, secret: WireText?) {
        let registration = RegistrationService(
            configuration: core.configuration, store: core.store, vault: core.vault)
        let answer = try await registration.register(
            JSONObject([
                "redirect_uris": ["https://app.example/cb"],
                "token_endpoint_auth_method": method.map { .string(WireText($0)) },
            ])
        ).answer
        let id = try #require(answer["client_id"]?.string.flatMap { ClientID($0) })
        return (id, answer["client_secret"]?.string)
    }

    private static let otherMethod = "the client used another method than it is registered for"

    /// What the log says of a refusal; nil: there is none.
    private func cause(_ presented: PresentedCredentials?) async throws -> String? {
        do throws(RequestFailure) {
            _ = try await authenticator.client(presented, from: [])
            return nil
        } catch {
            guard case .refused(let error) = error else { throw error }
            #expect(error.code == .invalidClient)
            #expect(error.client == presented?.id)
            return ([error.finding] + error.facts.map { "\($0.name) \($0.value)" }).joined(separator: "; ")
        }
    }

    @Test(
        "a client shows what it is registered with, and the log says what else it showed",
        arguments: [
            ("none", nil, "a public client sent a secret", "a public client sent a secret"),
            (
                "client_secret_basic", "the secret is missing", nil,
                "\(Self.otherMethod); sent client_secret_post; registered client_secret_basic"
            ),
            (
                "client_secret_post", "the secret is missing",
                "\(Self.otherMethod); sent client_secret_basic; registered client_secret_post", nil
            ),
            (nil, "the secret is missing", nil, nil),
        ] as [(String?, String?, String?, String?)])
    func clients(method: String?, idAlone: String?, inHeader: String?, inBody: String?) async throws {
        let client = try await register(method)
        let secret = client.secret ?? "guess"
        #expect(try await cause(.some(.none(client.id))) == idAlone)
        #expect(try await cause(.secretBasic(client.id, secret)) == inHeader)
        #expect(try await cause(.secretPost(client.id, secret)) == inBody)
    }

    @Test("a wrong secret, an unknown id and no id at all are told apart by the log alone")
    func strangers() async throws {
        let client = try await register(nil)
        #expect(try await cause(.secretBasic(client.id, "guess")) == "the secret is wrong")
        #expect(
            try await cause(.secretPost(ClientID(rawValue: "nobody"), "guess"))
                == "no client has this id")
        #expect(try await cause(nil) == "the request names no client; send client_id")
    }

    @Test("a resource server shows its secret in either way, and is no client")
    func resourceServers() async throws {
        let id = ClientID(rawValue: Self.server.id)
        let secret = WireText(Self.server.secret.text)
        #expect(authenticator.resourceServer(.secretBasic(id, secret)) == Self.server)
        #expect(authenticator.resourceServer(.secretPost(id, secret)) == Self.server)
        #expect(authenticator.resourceServer(.secretBasic(id, "guess")) == nil)
        #expect(authenticator.resourceServer(.none(id)) == nil)
        #expect(try await cause(.secretBasic(id, secret)) == "no client has this id")
        let client = try await register(nil)
        #expect(authenticator.resourceServer(.secretBasic(client.id, client.secret ?? "")) == nil)
    }
}

private struct NoKeySource: ClientKeySource {
    func keys(at uri: WireText, naming id: WireText?) async -> Result<JSONWebKeySet, KeysUnavailable> {
        .failure(KeysUnavailable(reason: "this server fetches nothing"))
    }
}
