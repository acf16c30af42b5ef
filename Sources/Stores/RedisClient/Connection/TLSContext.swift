import NIOCore
import NIOPosix
import NIOSSL
import RedisURL
import Synchronization

/// Certificates and keys, read from their files when the first connection is made.
///
/// Files are read on a thread of their own. When they can't be used the next attempt reads them again, so that an operator can
/// put them right under the running server.
final class TLSContext: Sendable {
    private let tls: RedisTLS
    private let context = Mutex<NIOSSLContext?>(nil)

    init(_ tls: RedisTLS) {
        self.tls = tls
    }

    /// Ready for use, or failed with ``ConnectFailure``.
    func load(on eventLoop: any EventLoop) -> EventLoopFuture<NIOSSLContext> {
        if let context = context.withLock({ $0 }) { return eventLoop.makeSucceededFuture(context) }
        return NIOThreadPool.singleton.runIfActive(eventLoop: eventLoop) {
            let context = try self.make()
            self.context.withLock { $0 = context }
            return context
        }
    }

    /// The handler that goes in front of a connection to `address`.
    func handler(_ context: NIOSSLContext, for address: RedisAddress) throws -> NIOSSLClientHandler {
        let host: String? =
            switch address {
            case .tcp(let host, _): (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
            case .unix: nil
            }
        // Without a name, the certificate has to name the address that is connected to.
        return try NIOSSLClientHandler(context: context, serverHostname: tls.serverName ?? host)
    }

    private func make() throws(ConnectFailure) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .fullVerification
        configuration.minimumTLSVersion = .tlsv12
        if let file = tls.authorityFile {
            configuration.trustRoots = .certificates(
                try read("ca_file") { try NIOSSLCertificate.fromPEMFile(file) })
        }
        if let certificate = tls.certificateFile, let key = tls.keyFile {
            configuration.certificateChain = try read("cert_file") {
                try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
            }
            configuration.privateKey = .privateKey(
                try read("key_file") { try NIOSSLPrivateKey(file: key, format: .pem) })
        }
        return try read("certificate and key") { try NIOSSLContext(configuration: configuration) }
    }

    private func read<Value>(_ what: String, _ read: () throws -> Value) throws(ConnectFailure) -> Value {
        do {
            return try read()
        } catch {
            throw ConnectFailure("tls: \(what) can't be read, or doesn't hold what it should")
        }
    }
}
