/// Finds the scheme that was left out of a URL.
package enum MissingScheme {
    /// The text behind the scheme that it lacks, where that makes something of it: http on this machine, else https.
    package static func completed(_ text: String, _ isGood: (String) -> Bool) -> String? {
        guard !text.contains("://") else { return nil }
        // A single word is hardly a public host.
        return (["http://"] + (text.contains(".") ? ["https://"] : [])).map { $0 + text }.first(where: isGood)
    }
}
