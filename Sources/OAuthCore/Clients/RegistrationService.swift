import Cryptography
package import JSON
import OAuthModel

/// Registers clients (RFC 7591).
package struct RegistrationService: Sendable {
    private let configuration: CoreConfiguration
    private let store: any ClientStore
    private let vault: Vault

    package init(configuration: CoreConfiguration, store: any ClientStore, vault: Vault) {
        self.configuration = configuration
        self.store = store
        self.vault = vault
    }

    /// Keeps the client and answers what was kept, with its id and, once only, its secret (§3.2.1).
    ///
    /// The id is the server's choice alone: what a client sends under that name is ignored.
    package func register(_ document: JSONObject) async throws(RequestFailure) -> JSONObject {
        let metadata: ClientMetadata
        do {
            metadata = try RegistrationRequest(
                policy: configuration.registration, configuration: configuration
            )
            .metadata(document)
        } catch { throw .refused(error) }
        let id = ClientID(rawValue: vault.random.bytes(16).map { hexadecimal($0) }.joined())
        let secret =
            metadata.authenticationMethod == .none ? nil : "mcs_" + Base64URL.encode(vault.random.bytes(32))
        let validity: Validity
        do {
            let record = ClientRecord(metadata: metadata, secret: secret.map { vault.digest(Array($0.utf8)) })
            validity = try await insert(try vault.seal(record, under: Array(id.rawValue.utf8)), id)
        } catch { throw .store(error) }
        return information(id, secret, metadata, validity)
    }

    private func insert(_ record: SealedRecord, _ id: ClientID) async throws(StoreError) -> Validity {
        let insertion = try await store.insert(
            record, as: id, lifetime: configuration.lifetimes.registration,
            limit: configuration.registration.maximumClients)
        switch insertion {
        case .inserted(let validity, _): return validity
        case .full:
            throw .unavailable(reason: "as many clients are registered as the manifest allows, all in use")
        }
    }

    private func information(
        _ id: ClientID, _ secret: String?, _ metadata: ClientMetadata, _ validity: Validity
    ) -> JSONObject {
        var answer = JSONObject([
            "client_id": .string(id.rawValue),
            "client_id_issued_at": .integer(validity.issuedAt.seconds),
            "client_secret": secret.map(JSONValue.string),
            "client_secret_expires_at": secret == nil ? nil : 0,
        ])
        for member in metadata.json.members { answer[member.name] = member.value }
        return answer
    }
}

private func hexadecimal(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16)
    return byte < 16 ? "0" + text : text
}
