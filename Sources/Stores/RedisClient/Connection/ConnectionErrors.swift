import Glibc
import NIOCore
import NIOPosix
import TLSFailures
import WireText

/// What an operator is told of a connection that failed.
enum ConnectionErrors {
    static func reason(_ error: any Error) -> String { failure(error).reason }

    static func failure(_ error: any Error) -> ConnectFailure {
        if let failure = TLSFailure(error) { return tls(failure) }
        return switch error {
        case let error as ConnectFailure: error
        case let error as IOError: ConnectFailure(system(error.errnoCode))
        case let error as NIOConnectionError: name(error)
        case ChannelError.connectTimeout: ConnectFailure("no connection in time")
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

    private static func tls(_ failure: TLSFailure) -> ConnectFailure {
        switch failure {
        case .certificate: ConnectFailure(.certificate)
        case .certificateOfAnotherName: ConnectFailure(.certificateName)
        case .notTLS: ConnectFailure("tls: the server doesn't speak TLS")
        case .closed: ConnectFailure("the server closed the connection")
        case .other(let words): ConnectFailure(LogText.sentence("tls: \(words)"))
        }
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
