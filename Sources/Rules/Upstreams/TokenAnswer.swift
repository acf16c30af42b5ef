import JSON
import OAuthModel
import WireText

/// What a provider's token endpoint gave out (RFC 6749 §5.1). Printing it shows nothing.
struct TokenAnswer: Sendable, CustomStringConvertible, CustomReflectable {
    /// Visible ASCII.
    let accessToken: SecretText
    /// Visible ASCII. Nil where there is none.
    let refreshToken: SecretText?
    /// Nil where there is none; not looked at yet.
    let idToken: WireText?
    /// When the provider says that it answered.
    let date: Timestamp?

    /// All that is read of an answer.
    static let members: [StaticString] = [
        "access_token", "token_type", "refresh_token", "id_token", "error", "error_description",
    ]

    /// - Parameters:
    ///   - date: Of the answer, in seconds since 1970.
    ///   - secrets: What was sent and must not be told: a provider may quote it in its error.
    init(_ object: JSONObject, status: Int, date: Int?, secrets: [WireText]) throws(TokenFailure) {
        self.date = date.map { Timestamp(seconds: Int64($0)) }
        if let value = object["error"] {
            guard let error = value.string else { throw Self.flaw("error") }
            let given = ["access_token", "refresh_token", "id_token"].compactMap { object[$0]?.string }
            let words = [("error", error), ("error_description", object["error_description"]?.string)]
            let facts = words.compactMap { name, text in
                text.flatMap { $0.isTold(without: secrets + given) ? Fact(name, $0) : nil }
            }
            throw .refused(error, [Fact("status", "\(status)")] + facts)
        }
        guard status == 200 else {
            throw .malformed([Fact("status", "\(status)"), Fact("because", "it has no error")])
        }
        accessToken = try Self.token("access_token", in: object)
        guard let type = object["token_type"]?.string, type.bytes.equalsIgnoringCase("bearer") else {
            throw Self.flaw("token_type")
        }
        refreshToken = object["refresh_token"] == nil ? nil : try Self.token("refresh_token", in: object)
        switch object["id_token"] {
        case nil: idToken = nil
        case let value?:
            guard let text = value.string else { throw Self.flaw("id_token") }
            idToken = text
        }
    }

    private static func token(_ name: String, in object: JSONObject) throws(TokenFailure) -> SecretText {
        guard let text = object[name]?.string?.ascii, !text.isEmpty,
            text.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { throw flaw(name) }
        return SecretText(text: text)
    }

    private static func flaw(_ member: String) -> TokenFailure {
        .malformed([Fact("member", member), Fact("because", "it is missing, or of another form")])
    }

    var description: String { "(tokens)" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

extension WireText {
    /// In bytes. Nobody reads more of an error.
    private static let longestTold = 2048

    /// Whether none of these stands in it, plain or percent-encoded.
    fileprivate func isTold(without secrets: [WireText]) -> Bool {
        guard utf8.count <= Self.longestTold else { return false }
        let text = bytes
        return !secrets.contains { secret in
            [secret.bytes, Array(percentEncoded(secret).utf8)].contains {
                !$0.isEmpty && text.firstRange(of: $0) != nil
            }
        }
    }
}
