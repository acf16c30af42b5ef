import Foundation
import JSON
import Testing
import WireText

/// Everything secret that was handed out in a run.
struct Secrets: Sendable {
    private(set) var all: Set<String> = []

    /// Text that is too short, or that everybody knows anyway, is found everywhere and means nothing.
    mutating func add(_ texts: some Sequence<String>) {
        all.formUnion(texts.filter { $0.utf8.count >= 20 && !$0.hasPrefix("http") })
    }

    mutating func add(_ answer: Answer) {
        let members = ["access_token", "refresh_token", "client_secret", "registration_access_token"]
        add(members.compactMap { answer[$0]?.string?.shown })
    }

    /// Looks for each as it was handed out, and for the bytes that it is the base64url of: of a whole token, and of its secret
    /// part, the last 43 characters.
    func found(in data: Data) -> [String] {
        all.filter { secret in
            var forms = [Data(secret.utf8), Data(secret.utf8.suffix(43))]
            for text in [secret, String(secret.suffix(43))] {
                if let bytes = Self.bytes(text), bytes.count >= 16 { forms.append(bytes) }
            }
            return forms.contains { data.range(of: $0) != nil }
        }
    }

    private static func bytes(_ base64URL: String) -> Data? {
        let text = base64URL.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4))
    }
}
