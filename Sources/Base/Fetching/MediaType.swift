import Web
import WireText

/// A media type with its parameters (RFC 9110 §8.3.1).
struct MediaType {
    /// In lower case: `application/json`.
    let essence: String
    /// In lower case, without quotes.
    let charset: String?

    /// Nil for what isn't one, and for one that says twice which charset it has.
    init?(_ text: String) {
        var rest = text.utf8[...]
        guard let type = Self.token(&rest), Self.take(&rest, "/"), let subtype = Self.token(&rest) else {
            return nil
        }
        essence = type + "/" + subtype
        var charset: String?
        while true {
            Self.skipSpace(&rest)
            guard Self.take(&rest, ";") else { break }
            Self.skipSpace(&rest)
            // RFC 9110 §5.6.6: there may be nothing between two semicolons.
            guard let name = Self.token(&rest) else { continue }
            guard Self.take(&rest, "="), let value = Self.quoted(&rest) ?? Self.token(&rest) else {
                return nil
            }
            guard name == "charset" else { continue }
            guard charset == nil else { return nil }
            charset = value
        }
        guard rest.isEmpty else { return nil }
        self.charset = charset
    }

    /// Nil of what is not read here.
    var form: FetchedAnswer.Form? {
        if essence == "application/json" || (essence.hasPrefix("application/") && essence.hasSuffix("+json"))
        {
            return .json
        }
        return essence == "application/x-www-form-urlencoded" ? .form : nil
    }

    private static func take(_ rest: inout Substring.UTF8View, _ mark: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: mark) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func skipSpace(_ rest: inout Substring.UTF8View) {
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    }

    private static func token(_ rest: inout Substring.UTF8View) -> String? {
        let token = rest.prefix { $0.isLetter || $0.isDigit || "!#$%&'*+-.^_`|~".utf8.contains($0) }
        guard !token.isEmpty else { return nil }
        rest = rest[token.endIndex...]
        return String(Substring(token)).lowercased()
    }

    private static func quoted(_ rest: inout Substring.UTF8View) -> String? {
        guard rest.first == UInt8(ascii: "\""), let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\""))
        else {
            return nil
        }
        let text = rest[..<end].dropFirst()
        // What is escaped in it is none of the names that are known here.
        guard !text.contains(UInt8(ascii: "\\")) else { return nil }
        rest = rest[end...].dropFirst()
        return String(Substring(text)).lowercased()
    }
}
