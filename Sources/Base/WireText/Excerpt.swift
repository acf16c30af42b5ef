extension WireText {
    /// The beginning of the text as it may stand in a log line or in an `error_description`: in the alphabet of RFC 6749 §5.2
    /// (printable ASCII without `"` and `\`), everything else and the percent sign percent-encoded, and secrets of this
    /// server blotted out.
    ///
    /// - Parameter limit: How many bytes of the text at the most; three points say that there was more.
    package func excerpt(_ limit: Int = 200) -> String {
        // A secret that is cut in the middle is one all the same, so it is looked for before.
        let blotted = SecretPrefix.blotted(Array(utf8.prefix(limit + SecretPrefix.reach)))
        return PercentCoding.encode(blotted.prefix(limit)) { LogText.isPlain($0) && $0 != UInt8(ascii: "%") }
            + (utf8.count > limit ? "..." : "")
    }
}
