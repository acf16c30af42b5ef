import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// What an operator is told of a connection that failed.
enum ConnectionErrors {
    static func reason(_ error: any Error) -> String {
        switch error {
        case let error as IOError: system(error.errnoCode)
        case let error as NIOConnectionError: name(error)
        case ChannelError.connectTimeout: "no connection in time"
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            "tls: the server's certificate is for another name"
        case NIOSSLError.uncleanShutdown: "the server closed the connection"
        case NIOSSLError.handshakeFailed(let error): tls("\(error)")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: tls("\(error)")
        case let error as ConnectFailure: error.reason
        default: LogText.sentence("\(error)")
        }
    }

    static func failure(_ error: any Error) -> ConnectFailure {
        error as? ConnectFailure ?? ConnectFailure(reason(error))
    }

    private static func system(_ code: CInt) -> String {
        String(cString: strerror(code)).lowercased()
    }

    /// Of a host name: either it has no address, or none of its addresses could be reached.
    private static func name(_ error: NIOConnectionError) -> String {
        if let first = error.connectionErrors.first { return reason(first.error) }
        return "the host name can't be resolved"
    }

    private static func tls(_ text: String) -> String {
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "tls: the server's certificate isn't valid, or not of an authority that is trusted"
        }
        if text.contains("WRONG_VERSION_NUMBER") { return "tls: the server doesn't speak TLS" }
        return LogText.sentence("tls: \(text)")
    }
}

/// There is no connection, or there is one that can't be used.
struct ConnectFailure: Error, Equatable {
    let reason: String
    /// The code of the server's error, when that says in which state it is: `LOADING`, `WRONGPASS`.
    let code: String?

    init(_ reason: String, code: String? = nil) {
        self.reason = reason
        self.code = code
    }
}
