import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization

/// Whose certificates are believed. Read when the first connection is made, on a thread that may block, and kept then.
package final class TLSTrust: Sendable {
    private let roots: NIOSSLTrustRoots
    private let further: [UInt8]?
    private let context = Mutex<NIOSSLContext?>(nil)

    /// - Parameters:
    ///   - roots: `.default` for those that the system trusts.
    ///   - further: Certificates of authorities beside those, in PEM.
    package init(_ roots: NIOSSLTrustRoots = .default, and further: [UInt8]? = nil) {
        self.roots = roots
        self.further = further
    }

    /// What could not be read is read again the next time.
    func load() async throws -> NIOSSLContext {
        if let context = context.withLock({ $0 }) { return context }
        return try await NIOThreadPool.singleton.runIfActive {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = self.roots
            if let further = self.further {
                configuration.additionalTrustRoots = [
                    .certificates(try NIOSSLCertificate.fromPEMBytes(further))
                ]
            }
            configuration.certificateVerification = .fullVerification
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            // Nobody stays on the line because the other side doesn't say goodbye.
            configuration.shutdownTimeout = .milliseconds(200)
            let context = try NIOSSLContext(configuration: configuration)
            self.context.withLock { $0 = context }
            return context
        }
    }
}
