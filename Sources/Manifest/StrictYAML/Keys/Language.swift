/// What files in one language can say, as far as it must be known before any of it is read.
package struct Language: Sendable {
    /// How messages call such a file: `the manifest`.
    package let title: String
    /// The keys of the whole, in the order in which they are written.
    package let keys: [KeyEntry]
    /// Of the keys under which secrets stand.
    let secretNames: [String]
    let overlays: OverlayRules
}

extension Language {
    /// - Parameter same: Keys of the whole under which every file that is laid over another says the same.
    package init<Draft>(_ list: KeyList<Draft>, secrets: [SecretKey], same: [String]) {
        title = list.title
        keys = list.entries
        secretNames = secrets.map(\.name)
        overlays = OverlayRules(keys, same: same)
    }
}
