package import WireText

/// Where a stranger says that something is to be had: an https URL with a path, that every reader takes apart alike.
///
/// It is compared as it is written, byte for byte, and what is asked for is what is written: nothing is decoded, nothing resolved. That
/// the host may be connected to is not said yet; whoever fetches looks at that, so that all that can go wrong there takes the same
/// time.
package struct FetchURL: Hashable, Sendable {
    /// As written.
    package let text: String
    /// In lower case, an IPv6 address in brackets and in its shortest form: for connecting, never for comparing.
    package let host: String
    package let port: Int
    /// Path and query, as written.
    package let target: String
    /// False only on this machine, and where the operator wrote it so.
    package let isSecure: Bool
    /// The host is this machine, and the operator lists it. What is of this machine and not listed is as unreachable as anything
    /// else that isn't public.
    package let isListedLoopback: Bool

    /// - Parameters:
    ///   - loopback: What may be fetched from this machine, and over plain http too.
    ///   - written: The origin of an address that the operator wrote himself, which may be plain http. Its addresses are looked at like any,
    ///     unless it is this machine.
    package init(
        _ text: WireText, loopback: [LoopbackPlace] = [], written: WebOrigin? = nil
    ) throws(FetchURLFlaw) {
        guard let ascii = text.ascii else { throw .malformed }
        try self.init(ascii, loopback: loopback, written: written)
    }

    package init(
        _ text: String, loopback: [LoopbackPlace] = [], written: WebOrigin? = nil
    ) throws(FetchURLFlaw) {
        guard let uri = URIParts(text) else { throw .malformed }
        guard uri.isWeb else { throw .scheme }
        guard uri.userInfo == nil else { throw .userInfo }
        guard uri.fragment == nil else { throw .fragment }
        guard let origin = WebOrigin(uri), let port = origin.port else { throw .noHost }
        isListedLoopback =
            origin.isLoopback && (origin == written || loopback.contains { $0.includes(text, origin) })
        isSecure = origin.scheme == "https"
        guard isSecure || isListedLoopback || origin == written else { throw .scheme }
        guard !uri.path.isEmpty else { throw .noPath }
        guard !Self.hasDotSegment(uri.path) else { throw .dotSegment }
        self.text = text
        self.port = port
        host = origin.authority.host
        target = uri.path + (uri.query.map { "?" + $0 } ?? "")
    }

    /// Some programs resolve `..` and `%2e%2e` before they ask, others don't: what is meant by them is not said (RFC 3986 §5.2.4).
    private static func hasDotSegment(_ path: String) -> Bool {
        path.utf8.split(separator: UInt8(ascii: "/")).contains { segment in
            guard let plain = PercentCoding.decode(segment) else { return true }
            return plain == Array(".".utf8) || plain == Array("..".utf8)
        }
    }
}

extension FetchURL: CustomStringConvertible {
    package var description: String { text }
}

/// Why nothing is fetched from what somebody wrote.
package enum FetchURLFlaw: Error, Equatable, CaseIterable {
    /// It isn't an absolute URI, is longer than 2048 bytes, or has something in it that no URI has: a space, a control character, anything
    /// beyond ASCII.
    case malformed
    /// It isn't https, nor http at an address that the operator lists or wrote.
    case scheme
    case userInfo
    case fragment
    case noHost
    case noPath
    /// A segment of the path is `.` or `..`, plain or percent-encoded.
    case dotSegment
}

extension FetchURLFlaw: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed: "it is not a URL of printable ASCII"
        case .scheme: "it does not begin with https://"
        case .userInfo: "there is a user name in it"
        case .fragment: "there is a fragment in it"
        case .noHost: "there is no host in it"
        case .noPath: "there is no path in it"
        case .dotSegment: "its path has a segment . or .."
        }
    }
}
