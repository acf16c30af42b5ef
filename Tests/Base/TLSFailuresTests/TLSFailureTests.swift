import Testing

@testable import TLSFailures

@Suite("why TLS failed, in words")
struct TLSFailureTests {
    private static let file = " at /build/checkouts/swift-nio-ssl/Sources/NIOSSL/SSLConnection.swift:240"

    @Test(
        "the library's reason is told, and never the place in its sources",
        arguments: [
            (
                "sslError([Error: 268435581 error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED\(file)])",
                TLSFailure.certificate
            ),
            (
                "sslError([Error: 268435703 error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER\(file)])",
                .notTLS
            ),
            (
                "sslError([Error: 1 error:1000009c:SSL routines:OPENSSL_internal:HTTP_REQUEST\(file)])",
                .notTLS
            ),
            ("sslError([Error:  EOF during handshake])", .closed),
            (
                "sslError([Error: 1 error:1:SSL routines:OPENSSL_internal:TLSV1_ALERT_PROTOCOL_VERSION\(file), Error: 2 error:2:SSL routines:OPENSSL_internal:NO_SHARED_CIPHER\(file)])",
                .other("tlsv1 alert protocol version, no shared cipher")
            ),
            ("syscallError", .other("the handshake failed")),
            ("whatever\(file)", .other("the handshake failed")),
        ])
    func reasons(trace: String, failure: TLSFailure) {
        #expect(TLSFailure(trace: trace) == failure)
    }

    @Test("an error of something else is none of TLS")
    func others() {
        #expect(TLSFailure(CancellationError()) == nil)
    }
}
