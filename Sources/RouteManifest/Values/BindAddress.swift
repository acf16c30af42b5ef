import Glibc
import OAuthModel

/// An address of this machine to listen on, in numbers: `127.0.0.1`, `::1`, `0.0.0.0`, `::`.
package struct BindAddress: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package let isLoopback: Bool
    package var description: String { text }

    static let loopback = [
        BindAddress(text: "127.0.0.1", isLoopback: true), BindAddress(text: "::1", isLoopback: true),
    ]
    static let everywhere = [
        BindAddress(text: "0.0.0.0", isLoopback: false), BindAddress(text: "::", isLoopback: false),
    ]

    private init(text: String, isLoopback: Bool) {
        self.text = text
        self.isLoopback = isLoopback
    }

    init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            isLoopback = URIParts.isLoopbackLiteral(text)
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            let bytes = withUnsafeBytes(of: &six) { Array($0) }
            isLoopback = bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
        } else {
            return nil
        }
        self.text = text
    }
}
