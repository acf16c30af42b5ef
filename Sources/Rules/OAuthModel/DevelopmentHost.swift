import Web
import WireText

/// The name of a host on a network for development, where somebody vouches that plain http reaches the right machine: one word, as
/// containers call each other, or a name under `.internal`, `.local` or `.test`, which nobody can have on the internet (RFC 6762 §3,
/// RFC 6761 §6.2).
package struct DevelopmentHost: Hashable, Sendable, CustomStringConvertible {
    /// In lower case.
    package let name: String
    package var description: String { name }

    private static let suffixes: Set<Substring> = ["internal", "local", "test"]

    package init(_ text: String) throws(DevelopmentHostFlaw) {
        guard let uri = URIParts("http://" + text), uri.hostAndPort == text, let host = uri.canonicalHost,
            uri.isWebAddress, uri.port == nil
        else { throw .notAHostName }
        guard !uri.isLoopback else { throw .thisMachine }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard let last = labels.last, !host.hasPrefix("["), !last.utf8.allSatisfy(\.isDigit) else {
            throw .address
        }
        guard labels.count == 1 || Self.suffixes.contains(last) else { throw .publicName }
        name = host
    }
}

/// Why a text is no ``DevelopmentHost``.
package enum DevelopmentHostFlaw: Error, Equatable, Sendable {
    case notAHostName
    /// It needs nobody who vouches for it.
    case thisMachine
    case address
    /// A name that somebody on the internet has, or could have.
    case publicName
}
