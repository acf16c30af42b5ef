import Foundation
import RedisServers
import RedisURL
import Support
import Testing

@testable import RedisClient

@Suite("tls")
struct TLSTests {
    @Test("a server is believed when its certificate is of the right authority and for the right name")
    func certificates() async throws {
        let authority = try CertificateAuthority()
        let stranger = try CertificateAuthority()
        let own = try authority.issue("server", names: "DNS:redis.test")
        let server = try await RedisServer.startTLS(own, authority: authority.certificate)
        let port = server.tlsPort

        let good = "rediss://127.0.0.1:\(port)?server_name=redis.test"
        try await withClient(good + "&ca_file=\(authority.certificate)") { client in
            try await client.set("a", "b")
            #expect(try await server.command("GET", "a") == "b")
        }

        let refusals: [(url: String, reason: String)] = [
            (
                good + "&ca_file=\(stranger.certificate)",
                RedisTrouble.certificate.words
            ),
            (good, RedisTrouble.certificate.words),
            (
                "rediss://localhost:\(port)?ca_file=\(authority.certificate)",
                RedisTrouble.certificateName.words
            ),
            (
                "rediss://127.0.0.1:\(port)?ca_file=\(authority.certificate)",
                RedisTrouble.certificateName.words
            ),
            (
                "rediss://127.0.0.1:\(port)?server_name=other.test&ca_file=\(authority.certificate)",
                RedisTrouble.certificateName.words
            ),
            (
                "rediss://127.0.0.1:\(port)?ca_file=/no/such/file",
                "tls: ca_file can't be read, or doesn't hold what it should"
            ),
            ("rediss://127.0.0.1:\(server.port)?ca_file=\(authority.certificate)", "no connection within"),
        ]
        for refusal in refusals { try await expectRefusal(refusal.url, refusal.reason) }
        // Someone speaks in the clear to a port for TLS.
        try await expectRefusal("redis://127.0.0.1:\(port)", "")
    }

    private func expectRefusal(_ url: String, _ reason: String) async throws {
        let log = LogLines()
        try await withClient(url, .impatient, log: log) { client in
            try await eventually("an attempt has failed: \(url)") { log.count("unreachable") > 0 ? () : nil }
            let failure = await client.failure(of: [.of("SET", "a", "b")])
            let trouble = RedisTrouble.allCases.first { $0.words == reason }
            #expect(failure?.code == trouble?.rawValue && failure != nil)
        }
        #expect(log.count("reason=\(reason)") > 0, "\(log.all)")
        for trace in ["SSLError", "BoringSSL", "OPENSSL", ".swift", ".cc:"] {
            #expect(log.count(trace) == 0, "where the library noticed is nobody's business: \(log.all)")
        }
    }

    @Test("a server that asks for a certificate is shown one")
    func clientCertificate() async throws {
        let authority = try CertificateAuthority()
        let server = try await RedisServer.startTLS(
            try authority.issue("server", names: "IP:127.0.0.1"), authority: authority.certificate,
            asksClients: true)
        let client = try authority.issue("client", names: "DNS:client.test")
        let url = "rediss://127.0.0.1:\(server.tlsPort)?ca_file=\(authority.certificate)"
        try await withClient(url + "&cert_file=\(client.certificate)&key_file=\(client.key)") { client in
            try await client.set("a", "b")
        }
        try await expectRefusal(url, "tls: ")
        try await expectRefusal(
            url + "&cert_file=\(client.certificate)&key_file=\(client.certificate)",
            "tls: key_file can't be read, or doesn't hold what it should")
    }

    @Test("certificate files that are put right under the running client are taken")
    func putRight() async throws {
        let authority = try CertificateAuthority()
        let server = try await RedisServer.startTLS(
            try authority.issue("server", names: "IP:127.0.0.1"), authority: authority.certificate)
        let file = authority.folder + "/later.pem"
        let log = LogLines()
        try await withClient("rediss://127.0.0.1:\(server.tlsPort)?ca_file=\(file)", .impatient, log: log) {
            client in
            try await eventually("refused") { log.count("ca_file") > 0 ? () : nil }
            try FileManager.default.copyItem(atPath: authority.certificate, toPath: file)
            try await eventually("served") { try? await client.set("a", "b") }
        }
    }
}
