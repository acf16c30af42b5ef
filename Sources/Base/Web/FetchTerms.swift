/// How much of it, and how long.
package struct FetchTerms: Hashable, Sendable {
    /// In bytes, of the body.
    package let limit: Int
    /// From the call to its end: name, connection, TLS and answer together.
    package let time: Duration
    package let lane: Lane

    /// Strangers can fill the places of their own lane, and never those of the other.
    package enum Lane: Hashable, Sendable, CaseIterable {
        /// For what nobody has seen yet.
        case strangers
        /// For what was had before, and was good.
        case known
    }

    package init(limit: Int, time: Duration = .seconds(5), lane: Lane) {
        self.limit = limit
        self.time = time
        self.lane = lane
    }

    /// A client-id metadata document.
    package static func document(_ lane: Lane) -> FetchTerms {
        FetchTerms(limit: 5 * 1024, lane: lane)
    }

    /// A key set.
    package static func keys(_ lane: Lane) -> FetchTerms {
        FetchTerms(limit: 64 * 1024, lane: lane)
    }
}

/// What came with a 200: JSON by its media type, and nothing more is known of it.
package struct FetchedDocument: Hashable, Sendable {
    package let body: [UInt8]
    /// How long the answer says that it is fresh (RFC 9111 §4.2), from now on: zero when it may not be kept at all, nil when it says
    /// nothing.
    package let freshness: Duration?

    package init(body: [UInt8], freshness: Duration?) {
        self.body = body
        self.freshness = freshness
    }
}
