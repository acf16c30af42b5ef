/// Stands in the target of a copy, so that a server refuses it and the copy is gone on with, until the target is whole.
package struct CopyMark: Equatable, Sendable {
    /// The ``StoreArchive/identity()`` of the source.
    package let source: String
    /// Whether the target held records of its own when the copy began. Those that the copy has put are noted then.
    package let merges: Bool
    /// The source, for people. One store may be reached by several names.
    package let place: String

    package init(source: String, merges: Bool, place: String) {
        self.source = source
        self.merges = merges
        self.place = place
    }

    package var text: String { "\(merges ? Self.merge : Self.whole) \(source) \(place)" }

    /// What can't be read as a mark is that of a copy which nobody can go on with.
    package init(text: String) {
        let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        if words.count == 3, words[0] == Self.whole || words[0] == Self.merge {
            self.init(source: String(words[1]), merges: words[0] == Self.merge, place: String(words[2]))
        } else {
            self = .illegible
        }
    }

    /// No store has an empty name.
    package static let illegible = CopyMark(
        source: "", merges: false, place: "by another version of mcp-auth")

    private static let whole = "copy"
    private static let merge = "merge"
}
