import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import OAuthModel
import TLSFailures
import Web
import WireText

/// One request to the authorization server and its whole answer.
struct OutboundHTTP: Sendable {
    let client: HTTPClient
    let deadline: Duration

    struct Answer: Sendable {
        let status: Int
        /// `Retry-After` in seconds, when it was a number of them.
        let retryAfter: Int?
        let body: [UInt8]
    }

    private static let bodyLimit = 256 * 1024

    func get(_ url: String) async throws(Unavailable) -> Answer {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "accept", value: MediaType.json)
        return try await send(request)
    }

    func post(form: [(name: String, value: String)], to url: String, authorization: String)
        async throws(Unavailable) -> Answer
    {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "accept", value: MediaType.json)
        request.headers.add(name: "authorization", value: authorization)
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        let body = form.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }
        request.body = .bytes(ByteBuffer(string: body.joined(separator: "&")))
        return try await send(request)
    }

    private static func reason(_ error: any Error) -> String {
        let errors = (error as? NIOConnectionError)?.connectionErrors.map(\.error) ?? [error]
        let reasons = errors.map { error in
            (error as? IOError).map { String(cString: strerror($0.errnoCode)).lowercased() } ?? "\(error)"
        }
        return reasons.last ?? "\(error)"
    }

    private func send(_ request: HTTPClientRequest) async throws(Unavailable) -> Answer {
        do {
            let response = try await client.execute(request, timeout: TimeAmount(deadline))
            let body = try await response.body.collect(upTo: Self.bodyLimit)
            return Answer(
                status: Int(response.status.code),
                retryAfter: response.headers.first(name: "retry-after").flatMap { Int($0) },
                body: Array(buffer: body))
        } catch {
            if let failure = TLSFailure(error) { throw failure.outage(at: request.url) }
            throw Unavailable("\(request.url): \(Self.reason(error))")
        }
    }
}

extension TLSFailure {
    fileprivate func outage(at url: String) -> Unavailable {
        let origin = URIParts(url).map { "\($0.scheme)://\($0.hostAndPort)" } ?? url
        return switch self {
        case .certificate:
            Unavailable(
                "the certificate of \(origin) is not trusted here",
                hint:
                    "set SSL_CERT_FILE to the certificate of the authority that issued it (PEM), unless it has expired"
            )
        case .certificateOfAnotherName:
            Unavailable(
                "the certificate of \(origin) is for another name",
                hint: "set AUTH_SERVER_URL to an issuer whose name it has")
        case .notTLS:
            Unavailable(
                "what listens at \(origin) doesn't speak TLS", hint: "does AUTH_SERVER_URL begin with http?")
        case .closed: Unavailable("\(origin) closes the connection before TLS is agreed on")
        case .other(let words): Unavailable("no TLS with \(origin): \(words)")
        }
    }
}
