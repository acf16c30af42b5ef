package import JSON

extension ManifestDiff {
    /// The answer of `mcp-auth diff` for programs.
    package var listing: JSONObject {
        JSONObject([
            "same": .bool(differences.isEmpty),
            "differences": .array(differences.map { .object($0.listing) }),
        ])
    }
}

extension Difference {
    fileprivate var listing: JSONObject {
        JSONObject([
            "rule": .string(rule), "subject": .string(subject), "before": before.map { .string($0) },
            "after": after.map { .string($0) },
            "effects": .array(
                effects.map {
                    .object(
                        JSONObject(["for": .string($0.audience.rawValue), "words": .string($0.words)]))
                }),
        ])
    }
}
