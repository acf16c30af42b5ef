import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// What an operator is told of a connection that failed.
enum ConnectionErrors {
    static func reason(_ error: any Error) -> String { failure(error).reason }

    static func failure(_ error: any Error) -> ConnectFailure {
        switch error {
        case let error as ConnectFailure: error
        case let error as IOError: ConnectFailure(system(error.errnoCode))
        case let error as NIOConnectionError: name(error)
        case ChannelError.connectTimeout: ConnectFailure("no connection in time")
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            ConnectFailure(.certificateName)
        case NIOSSLError.uncleanShutdown: ConnectFailure("the server closed the connection")
        case NIOSSLError.handshakeFailed(let error): tls("\(error)")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: tls("\(error)")
        default: ConnectFailure(LogText.sentence("\(error)"))
        }
    }

    private static func system(_ code: CInt) -> String {
        String(cString: strerror(code)).lowercased()
    }

    /// Of a host name: either it has no address, or none of its addresses could be reached.
    private static func name(_ error: NIOConnectionError) -> ConnectFailure {
        if let first = error.connectionErrors.first { return failure(first.error) }
        return ConnectFailure("the host name can't be resolved")
    }

    private static func tls(_ text: String) -> ConnectFailure {
        if text.contains("CERTIFICATE_VERIFY_FAILED") { return ConnectFailure(.certificate) }
        if text.contains("WRONG_VERSION_NUMBER") {
            return ConnectFailure("tls: the server doesn't speak TLS")
        }
        return ConnectFailure(LogText.sentence("tls: \(text)"))
    }
}

/// There is no connection, or there is one that can't be used.
struct ConnectFailure: Error, Equatable {
    let reason: String
    /// What is known of the server's state.
    let trouble: RedisTrouble?

    init(_ reason: String) {
        self.reason = reason
        trouble = nil
    }

    init(_ trouble: RedisTrouble) {
        reason = trouble.words
        self.trouble = trouble
    }
}
