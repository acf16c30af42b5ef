import Glibc
import NIOCore

/// Why the server could not begin to listen.
package enum ListenError: Error, Equatable {
    case portTaken(host: String, port: Int)
    case permissionDenied(host: String, port: Int)
    case addressNotAvailable(host: String)
    case failed(host: String, port: Int, reason: String)

    package init(_ error: any Error, host: String, port: Int) {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: self = .portTaken(host: host, port: port)
        case EACCES, EPERM: self = .permissionDenied(host: host, port: port)
        case EADDRNOTAVAIL, EAFNOSUPPORT: self = .addressNotAvailable(host: host)
        default: self = .failed(host: host, port: port, reason: "\(error)")
        }
    }
}

extension ListenError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .portTaken(let host, let port):
            "port \(port) on \(host) is taken by another program\nhint: stop that program, or choose another port"
        case .permissionDenied(let host, let port):
            "not permitted to listen on port \(port) of \(host)\nhint: choose a port from 1024 on"
        case .addressNotAvailable(let host):
            "\(host) is not an address of this machine\nhint: listen on 127.0.0.1, or on 0.0.0.0 for all addresses"
        case .failed(let host, let port, let reason):
            "can't listen on port \(port) of \(host): \(reason)"
        }
    }
}
