import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import TLSFailures
import Web
import WireText

extension FetchFailure {
    /// What went wrong on a connection.
    init(_ error: any Error) {
        if let failure = TLSFailure(error) {
            self = .tls(failure.words)
            return
        }
        self =
            switch error {
            case let error as FetchFailure: error
            case let error as HTTPParserError: .malformed(LogText.sentence("\(error)"))
            case let error as NIOHTTPDecoderError: .malformed(LogText.sentence("\(error)"))
            case let error as IOError: .connection(String(cString: strerror(error.errnoCode)).lowercased())
            default: .connection(LogText.sentence("\(error)"))
            }
    }
}

extension TLSFailure {
    fileprivate var words: String {
        switch self {
        case .certificate: "the certificate is not valid, or not of an authority that this machine trusts"
        case .certificateOfAnotherName: "the certificate is for another name"
        case .notTLS: "the server doesn't speak TLS"
        case .closed: "the server closed the connection"
        case .other(let words): LogText.sentence(words)
        }
    }
}
