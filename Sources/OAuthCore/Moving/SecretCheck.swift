import OAuthModel

extension Vault {
    /// Whether a client's record was sealed under this server's secret. Records of clients are the only ones that open without
    /// a token, so they tell for the whole of a store. `false` of all other records.
    package func opens(_ record: ArchivedRecord) -> Bool {
        guard case .client(let id, let client) = record else { return false }
        return open(client.record, under: Array(id.rawValue.utf8), as: .client) != nil
    }
}
