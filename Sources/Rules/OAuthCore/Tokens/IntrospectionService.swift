package import OAuthModel
package import Storage
package import WireText

/// Tells resource servers what a token is worth (RFC 7662).
///
/// Unknown, expired, revoked, for another resource, of another kind or no token at all: all of them get the same answer, and it
/// is an answer, not an error (§2.2). Which of them it was is in the decision.
package struct IntrospectionService: Sendable {
    private let grants: any GrantStore
    private let vault: Vault
    private let recent: RecentGrants

    package static let inactive = Array("{\"active\":false}\n".utf8)

    package init(grants: any GrantStore, vault: Vault, recent: RecentGrants) {
        self.grants = grants
        self.vault = vault
        self.recent = recent
    }

    package func introspect(_ text: WireText, for caller: IntrospectionCaller) -> IntrospectionProgress {
        guard let token = OpaqueToken(.accessToken, text) else {
            let isOther = OpaqueToken.Kind.allCases.contains { OpaqueToken($0, text) != nil }
            let reason = isOther ? InactiveReason.tokenOfAnotherKind : .tokenMalformed
            return .done(told(Self.inactive, reason, caller, beside: [vault.shown(text)]))
        }
        let digest = vault.digest(token.secret)
        let key = vault.grantKey(token.handle)
        return switch grants.recall(accessToken: digest, of: key) {
        case .known(let stored): .done(answer(token, digest, key, stored, caller))
        case .elsewhere:
            .waiting { () async throws(StoreError) in
                answer(token, digest, key, try await grants.load(accessToken: digest, of: key), caller)
            }
        }
    }

    private func answer(
        _ token: OpaqueToken, _ digest: SecretDigest, _ key: GrantKey, _ stored: StoredRecord?,
        _ caller: IntrospectionCaller
    ) -> IntrospectionAnswer {
        guard let stored, let bytes = vault.open(stored, under: token.secret, as: .accessToken),
            let record = AccessTokenRecord(bytes: bytes)
        else { return inactive(recent.reason(digest, of: key), token, digest, key, caller) }
        guard caller.maySee(record) else {
            return inactive(.tokenForAnotherResource, token, digest, key, caller, record)
        }
        let body = record.introspection(stored.validity)
        guard recent.noteQuestion(digest, stored.validity) else {
            return IntrospectionAnswer(body: body, decision: .introspectedAgain, flow: nil)
        }
        return told(body, nil, caller, record, of: key, beside: [])
    }

    private func inactive(
        _ reason: InactiveReason, _ token: OpaqueToken, _ digest: SecretDigest, _ key: GrantKey,
        _ caller: IntrospectionCaller, _ record: AccessTokenRecord? = nil
    ) -> IntrospectionAnswer {
        told(
            Self.inactive, reason, caller, record, of: key,
            beside: [vault.shown(WireText(token.text))] + recent.questions(digest))
    }

    private func told(
        _ body: [UInt8], _ reason: InactiveReason?, _ caller: IntrospectionCaller,
        _ record: AccessTokenRecord? = nil, of key: GrantKey? = nil, beside facts: [Fact]
    ) -> IntrospectionAnswer {
        let introspected = Introspected(
            caller: caller, inactive: reason, record: record, grant: key, beside: facts)
        return IntrospectionAnswer(
            body: body, decision: .introspected(introspected), flow: key.flatMap(recent.flow))
    }
}

/// The answer as JSON text, and what it says.
package struct IntrospectionAnswer: Sendable {
    package let body: [UInt8]
    package let decision: Decision
    package let flow: FlowID?
}

/// How far an introspection came without waiting for the store.
package enum IntrospectionProgress: Sendable {
    case done(IntrospectionAnswer)
    case waiting(@Sendable () async throws(StoreError) -> IntrospectionAnswer)
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
