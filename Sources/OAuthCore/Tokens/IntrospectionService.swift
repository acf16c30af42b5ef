import Cryptography
import OAuthModel

/// Tells resource servers what a token is worth (RFC 7662).
///
/// Unknown, expired, revoked, for another resource, of another kind or no token at all: all of them get the same answer, and it
/// is an answer, not an error (§2.2).
package struct IntrospectionService: Sendable {
    private let grants: any GrantStore
    private let vault: Vault
    private let callers: [String: Caller]

    package static let inactive = Array("{\"active\":false}".utf8)

    package init(configuration: CoreConfiguration, grants: any GrantStore, vault: Vault) {
        self.grants = grants
        self.vault = vault
        callers = Dictionary(
            configuration.resourceServers.map { server in
                (server.id, Caller(server: server, secret: vault.digest(Array(server.secret.utf8))))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The resource server that these credentials belong to.
    package func authenticate(_ credentials: ClientCredentials) -> IntrospectionCaller? {
        guard let secret = credentials.secret, let caller = callers[credentials.id.rawValue],
            constantTimeEqual(vault.digest(Array(secret.utf8)).bytes, caller.secret.bytes)
        else { return nil }
        return .resourceServer(caller.server)
    }

    /// The answer as JSON text.
    package func introspect(
        _ text: String, for caller: IntrospectionCaller
    ) async throws(StoreError) -> [UInt8] {
        guard let token = OpaqueToken(.accessToken, text),
            let stored = try await grants.load(
                accessToken: vault.digest(token.secret), of: vault.grantKey(token.handle)),
            let bytes = vault.open(stored.sealed, under: token.secret, as: .accessToken),
            let record = AccessTokenRecord(bytes: bytes), caller.maySee(record)
        else { return Self.inactive }
        return record.introspection(stored.validity)
    }

    private struct Caller: Sendable {
        let server: ResourceServer
        let secret: SecretDigest
    }
}

/// Who asks.
package enum IntrospectionCaller: Sendable {
    /// Sees tokens for its own resources.
    case resourceServer(ResourceServer)
    /// A program on this machine, where the manifest trusts those.
    case loopback

    func maySee(_ record: AccessTokenRecord) -> Bool {
        switch self {
        case .resourceServer(let server): record.isMeant(for: server.resources)
        case .loopback: true
        }
    }
}
