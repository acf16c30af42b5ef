package import OAuthModel
package import Storage
package import WireText

/// Tells resource servers what a token is worth (RFC 7662).
///
/// Unknown, expired, revoked, for another resource, of another kind or no token at all: all of them get the same answer, and it
/// is an answer, not an error (§2.2).
package struct IntrospectionService: Sendable {
    private let grants: any GrantStore
    private let vault: Vault

    package static let inactive = Array("{\"active\":false}\n".utf8)

    package init(grants: any GrantStore, vault: Vault) {
        self.grants = grants
        self.vault = vault
    }

    package func introspect(_ text: WireText, for caller: IntrospectionCaller) -> IntrospectionProgress {
        guard let token = OpaqueToken(.accessToken, text) else { return .done(Self.inactive) }
        let digest = vault.digest(token.secret)
        let key = vault.grantKey(token.handle)
        return switch grants.recall(accessToken: digest, of: key) {
        case .known(let stored): .done(answer(token, stored, caller))
        case .elsewhere:
            .waiting { () async throws(StoreError) in
                answer(token, try await grants.load(accessToken: digest, of: key), caller)
            }
        }
    }

    private func answer(
        _ token: OpaqueToken, _ stored: StoredRecord?, _ caller: IntrospectionCaller
    ) -> [UInt8] {
        guard let stored, let bytes = vault.open(stored, under: token.secret, as: .accessToken),
            let record = AccessTokenRecord(bytes: bytes), caller.maySee(record)
        else { return Self.inactive }
        return record.introspection(stored.validity)
    }
}

/// How far an introspection came without waiting for the store. What comes of it is the answer as JSON text.
package enum IntrospectionProgress: Sendable {
    case done([UInt8])
    case waiting(@Sendable () async throws(StoreError) -> [UInt8])
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
