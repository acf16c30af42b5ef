import Suggestions

/// A key under which a secret can stand in the manifest itself; it has a twin that ends with `_file`.
struct SecretKey: Equatable {
    let name: String
    /// How messages call what stands there.
    let noun: String
    let remedy: String
    /// A variable that could hold it, and a file.
    let variable: String
    let exampleFile: String

    /// Makes one, of letters that nothing needs escapes for.
    static let command = "openssl rand -hex 32"

    static let secret = SecretKey(
        name: "secret", noun: "secret", remedy: "make one with: \(command)",
        variable: "SECRET", exampleFile: "/etc/mcp-auth/secret")

    private static let names = ([secret] + addresses).map(\.name)

    /// Also a key that ends like one of them, and one that is meant to be one.
    static func isMeant(by word: ArraySlice<Unicode.Scalar>, guessing: Bool) -> Bool {
        guard word.count <= 64 else { return false }
        let word = String(String.UnicodeScalarView(word)).lowercased()
        return names.contains { word.hasSuffix($0) }
            || guessing && (4...12).contains(word.utf8.count)
                && Suggestion.nearest(to: word, among: names) != nil
    }
}
