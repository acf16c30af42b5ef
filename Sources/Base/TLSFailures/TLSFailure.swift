import NIOSSL

/// Why a connection with TLS didn't come about. It knows nothing of where in its own sources the library noticed.
package enum TLSFailure: Error, Equatable, Sendable {
    /// The certificate isn't valid, or not of an authority that is trusted.
    case certificate
    case certificateOfAnotherName
    /// What the other side answered is no TLS.
    case notTLS
    case closed
    /// In the library's words.
    case other(String)

    /// Nil for an error that has nothing to do with TLS.
    package init?(_ error: any Error) {
        switch error {
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .certificateOfAnotherName
        case NIOSSLError.uncleanShutdown: self = .closed
        case NIOSSLError.handshakeFailed(let error): self.init(trace: "\(error)")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self.init(trace: "\(error)")
        default: return nil
        }
    }

    /// - Parameter trace: `…error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at FILE:LINE…`, perhaps several.
    init(trace: String) {
        let reasons = trace.split(separator: "OPENSSL_internal:").dropFirst().map { entry in
            entry.prefix { ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
        }
        if reasons.contains("CERTIFICATE_VERIFY_FAILED") {
            self = .certificate
        } else if reasons.contains(where: { ["WRONG_VERSION_NUMBER", "HTTP_REQUEST"].contains($0) }) {
            self = .notTLS
        } else if trace.contains("EOF during handshake") {
            self = .closed
        } else if reasons.isEmpty {
            self = .other("the handshake failed")
        } else {
            self = .other(reasons.joined(separator: ", ").lowercased().replacing("_", with: " "))
        }
    }
}
