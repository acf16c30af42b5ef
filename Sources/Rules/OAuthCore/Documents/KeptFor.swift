/// How long what strangers serve is kept: as its answer says (RFC 9111 §4.2), and within bounds.
package enum KeptFor {
    /// Whoever says less, or nothing, is asked once in this time.
    package static let floor = Duration.seconds(60)
    /// Nobody's copy is older, whatever becomes of the source.
    package static let cap = Duration.seconds(24 * 3600)

    /// - Parameter freshness: Nil where the answer says nothing.
    package static func duration(_ freshness: Duration?) -> Duration {
        min(max(freshness ?? floor, floor), cap)
    }
}
