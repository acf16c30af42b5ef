/// How a collection is written that was put together from several: each of them stands in a text of its own.
package struct WrittenParts: Sendable {
    /// As they are written. The first one is where the whole is said to stand.
    package let collections: [YAMLNode]
    /// Of each entry of the whole, where it is written; nil for one that is written nowhere.
    package let places: [Place?]
    /// Keys that one of the collections took away, and where it says so.
    package let removed: [String: Place]

    package struct Place: Sendable {
        /// Which of the collections, and which of its entries.
        package let part: Int
        package let index: Int

        package init(part: Int, index: Int) {
            self.part = part
            self.index = index
        }
    }

    package init(_ collections: [YAMLNode], places: [Place?], removed: [String: Place] = [:]) {
        self.collections = collections
        self.places = places
        self.removed = removed
    }
}

extension YAMLNode {
    /// The collection that an entry of this one is written in, and which of its entries that is.
    package func written(_ index: Int) -> (collection: YAMLNode, index: Int)? {
        place(of: index).map { (collections[$0.part], $0.index) }
    }

    /// The same, of ``collections``.
    package func place(of index: Int) -> WrittenParts.Place? {
        guard let parts else { return WrittenParts.Place(part: 0, index: index) }
        return parts.places.indices.contains(index) ? parts.places[index] : nil
    }

    /// Keys that one of the ``collections`` took away, and where it says so.
    package var removed: [String: WrittenParts.Place] { parts?.removed ?? [:] }

    /// The collections that this one was put together from; itself where it is as it is written.
    package var collections: [YAMLNode] { parts?.collections ?? [self] }
}
