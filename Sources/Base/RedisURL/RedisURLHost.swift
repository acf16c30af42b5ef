import Web
import WireText

/// `host`, `host:port`, `[IPv6]` or `[IPv6]:port`. Errors say nothing of the text: it may be a password in the wrong place.
enum RedisURLHost {
    static func address(_ text: Substring, defaultPort: Int) throws(RedisTargetError) -> RedisAddress {
        let host: Substring
        let rest: Substring
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]"), IPAddress(inBrackets: text[...end]) != nil else {
                throw RedisTargetError(
                    .host, "what is in brackets is not an IPv6 address", hint: "such as [::1]:6379")
            }
            host = text[text.index(after: text.startIndex)..<end]
            rest = text[text.index(after: end)...]
        } else {
            let end = text.firstIndex(of: ":") ?? text.endIndex
            host = text[..<end]
            rest = text[end...]
            guard !host.isEmpty else {
                throw RedisTargetError(.host, "it is missing", hint: "such as localhost:6379")
            }
            guard host.utf8.count <= 253, host.utf8.allSatisfy(isNameByte) else {
                throw RedisTargetError(
                    .host, "there are characters in it that a host name can't have",
                    hint: "letters, digits, - . and _ only; an IPv6 address goes in brackets")
            }
        }
        return .tcp(host: String(host), port: try port(rest) ?? defaultPort)
    }

    /// - Parameter text: With its colon, or empty.
    private static func port(_ text: Substring) throws(RedisTargetError) -> Int? {
        guard !text.isEmpty else { return nil }
        let digits = text.dropFirst()
        guard text.first == ":", digits.utf8.count <= 5, digits.utf8.allSatisfy(\.isDigit),
            let number = Int(digits), (1...65535).contains(number)
        else {
            throw RedisTargetError(
                .port, "this is not a number from 1 to 65535",
                hint: "such as localhost:6379; an IPv6 address goes in brackets; a password ends with @")
        }
        return number
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "-._".utf8.contains(byte)
    }
}
