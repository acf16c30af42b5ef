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
        case let error as NIOSSLError: tls(error)
        case let error as NIOSSLExtraError: LogText.sentence("tls: \(error)")
        case let error as BoringSSLError: LogText.sentence("tls: \(error)")
        case let error as ConnectFailure: error.reason
        default: LogText.sentence("\(error)")
        }
    }

    private static func system(_ code: CInt) -> String {
        String(cString: strerror(code)).lowercased()
    }

    /// Of a host name: either it has no address, or none of its addresses could be reached.
    private static func name(_ error: NIOConnectionError) -> String {
        if let first = error.connectionErrors.first { return reason(first.error) }
        return "the host name can't be resolved"
    }

    private static func tls(_ error: NIOSSLError) -> String {
        switch error {
        case .handshakeFailed(let error): LogText.sentence("tls: handshake failed: \(error)")
        case .uncleanShutdown: "the server closed the connection"
        default: LogText.sentence("tls: \(error)")
        }
    }
}

/// A connection was made, and can't be used all the same.
struct ConnectFailure: Error, Equatable {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
