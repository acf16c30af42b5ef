import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// An authorization server behind TLS, as far as its metadata goes.
struct TLSServer: Sendable {
    let issuer: String
    private let channel: any Channel

    /// - Parameters:
    ///   - certificate: And the key: the paths of files in PEM.
    ///   - isOpen: Speaks in the clear after all.
    static func run(
        certificate: String, key: String, isOpen: Bool = false, _ test: (TLSServer) async throws -> Void
    ) async throws {
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))))
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if !isOpen { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(Metadata())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = TLSServer(
            issuer: "https://localhost:\(channel.localAddress?.port ?? 0)", channel: channel)
        do { try await test(server) } catch {
            try await channel.close()
            throw error
        }
        try await channel.close()
    }
}

/// Answers everything with a document that names the issuer by the port that was asked.
private final class Metadata: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        let issuer = "https://localhost:\(context.channel.localAddress?.port ?? 0)"
        let body = ByteBuffer(
            string: "{\"issuer\":\"\(issuer)\",\"introspection_endpoint\":\"\(issuer)/introspect\"}")
        let headers = HTTPHeaders([("Content-Length", "\(body.readableBytes)")])
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers))),
            promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
