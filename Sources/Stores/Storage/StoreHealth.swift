/// Whether the store can be used at this moment.
package protocol StoreHealth: Sendable {
    /// Returns when the store answers and can write; throws what stands in the way. Answers within a second.
    func check() async throws(StoreError)
}
