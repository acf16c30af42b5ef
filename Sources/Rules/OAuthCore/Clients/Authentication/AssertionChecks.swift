import JOSE
import JSON
import OAuthModel
import Storage
import WireText

/// Holds a client's assertion against the client's keys, and takes each once.
struct AssertionChecks: Sendable {
    let terms: ClientAssertionTerms
    let keys: any ClientKeySource
    let store: any RecordStore
    let vault: Vault

    /// The identifier is spent last: what is refused for another reason may be sent again.
    func check(_ assertion: ClientAssertion, of known: KnownCaller) async throws {
        guard known.methods.contains(.privateKeyJWT), let source = known.keys else {
            throw known.registeredOtherwise(than: .privateKeyJWT)
        }
        let end = try terms.check(assertion.claims, at: vault.clock.now)
        guard let id = assertion.claims["jti"]?.string, !id.isEmpty else {
            throw OAuthError(ClientReason.assertionNameless)
        }
        let signature = assertion.signature
        let candidates = try await set(source, naming: signature.keyID)
            .keys(for: signature.algorithm, id: signature.keyID)
        guard !candidates.isEmpty else {
            throw OAuthError(
                ClientReason.assertionKey,
                facts: [
                    Fact("alg", signature.algorithm.rawValue), Fact("kid", signature.keyID ?? "none"),
                ])
        }
        guard candidates.contains(where: signature.isSigned) else {
            throw OAuthError(ClientReason.assertionSignature)
        }
        guard try await spend(id, of: assertion.client, until: end) else {
            throw OAuthError(ClientReason.assertionReplayed)
        }
    }

    private func set(_ source: ClientKeys, naming id: WireText?) async throws -> JSONWebKeySet {
        switch source {
        case .inline(let object):
            // Checked when the client became known; what another version took may be none here.
            do { return try JSONWebKeySet(object) } catch {
                throw OAuthError(ClientReason.assertionKey, facts: [Fact("because", "\(error)")])
            }
        case .at(let uri):
            switch await keys.keys(at: uri, naming: id) {
            case .success(let set): return set
            case .failure(let failure):
                throw OAuthError(ClientReason.keysAway, facts: [Fact("failure", failure.reason)])
            }
        }
    }

    /// Remembered for as long as it would be taken, and for as long again as clocks of servers that share a store may differ.
    private func spend(_ id: WireText, of client: ClientID, until end: Timestamp) async throws -> Bool {
        let name = vault.binding(Array("jti".utf8), Array(client.rawValue.utf8), id.bytes)
        return try await store.insertIfAbsent(
            SealedRecord(bytes: []), as: .usedIdentifier, under: vault.digest(name),
            lifetime: end.advanced(by: ClientAssertionTerms.leeway).since(vault.clock.now))
    }
}
