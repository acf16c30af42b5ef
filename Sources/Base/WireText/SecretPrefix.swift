/// What every secret that this server hands out begins with, so that scanners know it, and this server wherever it
/// should not stand.
package enum SecretPrefix: String, CaseIterable, Sendable {
    case authorizationCode = "mac_"
    case accessToken = "mat_"
    case refreshToken = "mrt_"
    case clientSecret = "mcs_"

    /// The text with all but the prefix of each such secret blotted out. Of what follows a prefix fewer than eight characters
    /// are no secret.
    package static func blotted(_ text: [UInt8]) -> [UInt8] {
        guard var start = next(in: text, from: 0) else { return text }
        var blotted: [UInt8] = []
        var copied = 0
        while true {
            let body = start + prefixLength
            let end = text[body...].firstIndex { !isSecret($0) } ?? text.count
            if end - body >= shortest {
                blotted += text[copied..<body]
                blotted += blot
                copied = end
            }
            guard let following = next(in: text, from: end) else { break }
            start = following
        }
        return blotted + text[copied...]
    }

    /// So many bytes make a secret known for one.
    static let reach = prefixLength + shortest

    private static let prefixLength = 4
    private static let shortest = 8
    private static let blot = Array("***".utf8)
    private static let prefixes = allCases.map { Array($0.rawValue.utf8) }

    /// Where the next prefix begins.
    private static func next(in text: [UInt8], from: Int) -> Int? {
        var index = from
        while index + prefixLength <= text.count {
            if text[index] == UInt8(ascii: "m"), text[index + 3] == UInt8(ascii: "_"),
                prefixes.contains(where: { text[index..<index + prefixLength].elementsEqual($0) })
            {
                return index
            }
            index += 1
        }
        return nil
    }

    /// One of `[A-Za-z0-9_-]`.
    private static func isSecret(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
}
