import NIOCore
import NIOHTTP1
import NIOSSL
import Web

/// A request on a connection of its own, from the name to the end.
struct Exchange: Sendable {
    let request: FetchRequest
    let userAgent: String
    let isTunnelled: Bool
    let tls: NIOSSLContext?

    /// Of the head of an answer.
    private static let headLimit = 16 * 1024

    /// Fills the pipeline of a channel that is not connected yet.
    func prepare(
        _ channel: any Channel, _ outcome: Awaited<Result<FetchedAnswer, FetchFailure>>
    ) throws {
        let url = request.url
        guard isTunnelled, !url.isListedLoopback else {
            return try addHandlers(channel, outcome)
        }
        try channel.pipeline.syncOperations.addHandler(
            Tunnel(to: "\(url.host):\(url.port)", failed: { outcome.give(.failure($0)) }) { channel in
                try addHandlers(channel, outcome)
            })
    }

    private func addHandlers(
        _ channel: any Channel, _ outcome: Awaited<Result<FetchedAnswer, FetchFailure>>
    ) throws {
        let url = request.url
        let pipeline = channel.pipeline.syncOperations
        if url.isSecure, let tls {
            // Without a name, the certificate has to name the address that is connected to.
            let name = url.host.hasPrefix("[") || IPAddress(url.host) != nil ? nil : url.host
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
        }
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = Self.headLimit
        limits.maxHeaderListSize = Self.headLimit
        // Beyond what a chunked body has around it when it is sent as servers do.
        try pipeline.addHandler(WireLimit(limit: 2 * (Self.headLimit + request.limit)))
        try pipeline.addHTTPClientHandlers(
            leftOverBytesStrategy: .dropBytes, enableOutboundHeaderValidation: true,
            encoderConfiguration: HTTPRequestEncoder.Configuration(),
            decoderLimitConfiguration: limits)
        try pipeline.addHandler(AnswerReader(request, head, outcome: outcome))
    }

    private var head: HTTPRequestHead {
        let url = request.url
        let isUsualPort = url.port == (url.isSecure ? 443 : 80)
        var headers: HTTPHeaders = [
            "host": isUsualPort ? url.host : "\(url.host):\(url.port)",
            "accept": "application/json",
            "accept-encoding": "identity",
            "user-agent": userAgent,
            "connection": "close",
        ]
        for field in request.fields { headers.add(name: field.name, value: field.value) }
        guard case .post(let form) = request.method else {
            return HTTPRequestHead(version: .http1_1, method: .GET, uri: url.target, headers: headers)
        }
        headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        headers.add(name: "content-length", value: "\(form.count)")
        return HTTPRequestHead(version: .http1_1, method: .POST, uri: url.target, headers: headers)
    }
}
