import Cryptography
package import JSON
import OAuthModel
package import Storage
import WireText

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
    package func register(_ document: JSONObject) async throws(RequestFailure) -> Decided<JSONObject> {
        let metadata: ClientMetadata
        do {
            metadata = try RegistrationRequest(configuration: configuration).metadata(document)
        } catch { throw .refused(error) }
        let id = ClientID(rawValue: vault.random.bytes(16).map { hexadecimal($0) }.joined())
        let secret =
            metadata.authenticationMethod.hasSecret
            ? SecretPrefix.clientSecret.rawValue + Base64URL.encode(vault.random.bytes(32)) : nil
        let insertion: ClientInsertion
        do {
            let client = ClientRecord(metadata: metadata, secret: secret.map { vault.digest(Array($0.utf8)) })
            let record = try vault.seal(client, under: Array(id.rawValue.utf8))
            guard record.bytes.count <= Self.maximumRecordSize else {
                throw RequestFailure.refused(OAuthError(RegistrationReason.metadataTooLarge))
            }
            insertion = try await store.insert(
                record, as: id, lifetime: configuration.registration.unusedLifetime,
                limit: configuration.registration.maximumClients)
        } catch { throw RequestFailure(error) }
        switch insertion {
        case .inserted(let validity, _):
            let client = Client(id: id, metadata: metadata, origin: .registration)
            return Decided(information(id, secret, metadata, validity), .registered(client))
        case .full:
            // Nothing is wrong with the request or the store, and another time there may be room.
            throw .refused(OAuthError(RegistrationReason.placesTaken))
        }
    }

    /// Of all that is kept of one client. What clients send is a tenth of it.
    private static let maximumRecordSize = 8192

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
