import Suggestions

/// The keys under which a secret can stand in the manifest itself; each has a twin that ends with `_file`.
enum SecretKey: String, CaseIterable {
    case secret
    case redisURL = "redis_url"

    /// Also a key that ends like one of them, and one that is meant to be one.
    static func isMeant(by word: ArraySlice<Unicode.Scalar>, guessing: Bool) -> Bool {
        guard word.count <= 64 else { return false }
        let word = String(String.UnicodeScalarView(word)).lowercased()
        return names.contains { word.hasSuffix($0) }
            || guessing && (4...12).contains(word.utf8.count)
                && Suggestion.nearest(to: word, among: names) != nil
    }

    /// How messages call what stands there.
    var noun: String {
        switch self {
        case .secret: "secret"
        case .redisURL: "Redis URL"
        }
    }

    var remedy: String {
        switch self {
        case .secret: "make one with: openssl rand -base64 32"
        case .redisURL: "such as redis://localhost:6379"
        }
    }

    private static let names = allCases.map(\.rawValue)
}
