package import Support

extension RedisServer {
    /// Starts a server that speaks TLS on ``tlsPort``, and in the clear on ``port``.
    package static func startTLS(
        _ certificate: CertificateAuthority.Certificate, authority: String, asksClients: Bool = false
    ) async throws -> RedisServer {
        let port = try freePort()
        return try await start(
            .none,
            [
                ["tls-port", "\(port)"], ["tls-cert-file", certificate.certificate],
                ["tls-key-file", certificate.key],
                ["tls-ca-cert-file", authority], ["tls-auth-clients", asksClients ? "yes" : "no"],
            ])
    }

    package var tlsPort: Int { directive("tls-port").flatMap { Int($0) } ?? 0 }
}
