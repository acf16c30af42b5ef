import OAuthModel
package import Storage

extension Vault {
    /// Whether a client's record was sealed under this server's secret; `false` of all other records.
    package func opens(_ record: ArchivedRecord) -> Bool {
        guard case .client(let id, let client) = record else { return false }
        return opens(id, client.record)
    }
}
