package import WireText

/// Why nothing was had. For the operator alone: whoever named the address is told that it couldn't be had, and no more.
package enum FetchFailure: Error, Hashable, Sendable {
    /// The host is an address in some spelling, and not a name.
    case notAName
    /// The host is a name that is not the Internet's (RFC 6761): `localhost`, `printer.local`, a word without a dot.
    case specialName
    /// The name has this address, which is not a public one. None of its addresses was dialled.
    case address(IPAddress)
    case noSuchName
    /// In the system's words.
    case lookup(String)
    /// All places for what is fetched at once are taken.
    case busy
    /// In the system's words, of the last address tried.
    case connection(String)
    case tls(String)
    case proxy(String)
    case status(Int)
    case mediaType(WireText?)
    case charset(WireText)
    case contentCoding(WireText)
    /// Over this many bytes.
    case tooLarge(Int)
    case malformed(String)
    /// The time was over before the answer was there.
    case late

    /// There was an answer, and it is not what was asked for. Any other failure may be over the next time.
    package var isOfTheAnswer: Bool {
        switch self {
        case .mediaType, .charset, .contentCoding, .tooLarge, .malformed: true
        case .notAName, .specialName, .address, .noSuchName, .lookup, .busy, .connection, .tls, .proxy,
            .status, .late:
            false
        }
    }
}

extension FetchFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAName: "the host is an address and not a name"
        case .specialName: "the host is not a name of the public Internet"
        case .address(let address): "the host has the address \(address), which is not a public one"
        case .noSuchName: "the host has no address"
        case .lookup(let words): "the host could not be looked up: \(words)"
        case .busy: "too much is being fetched at once"
        case .connection(let words): "no connection: \(words)"
        case .tls(let words): "TLS failed: \(words)"
        case .proxy(let words): "the proxy did not connect: \(words)"
        case .status(let status): "the answer has status \(status) and not 200"
        case .mediaType(nil): "the answer has no Content-Type"
        case .mediaType(let type?): "the answer is \(type) and not JSON"
        case .charset(let name): "the answer has charset \(name) and not utf-8"
        case .contentCoding(let coding): "the answer has the content coding \(coding)"
        case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
        case .malformed(let words): "the answer is not HTTP/1.1: \(words)"
        case .late: "the answer was not there in time"
        }
    }
}
