package import OAuthModel

/// Lets a store find out whether a server has the secret that its records are sealed under.
package struct SecretProof: Sendable {
    /// What only this secret makes and from which nothing of it follows: kept beside the records, and compared at each start.
    package let mark: [UInt8]
    private let opens: @Sendable (ClientID, SealedRecord) -> Bool

    package init(mark: [UInt8], opens: @escaping @Sendable (ClientID, SealedRecord) -> Bool) {
        self.mark = mark
        self.opens = opens
    }

    /// For records that no mark is beside. Those of clients are the only ones that open without a token, so they tell for the whole of
    /// a store: it is another server's when there are some and none opens.
    package func opens(_ id: ClientID, _ record: SealedRecord) -> Bool { opens(id, record) }
}
