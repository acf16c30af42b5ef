import DemoMCPServer
import Foundation
import NIOHTTP1
import Support
import Testing

@Suite("an authorization server with a certificate of one's own", .timeLimit(.minutes(10)))
struct TLSTests {
    private static let metadata = "/.well-known/oauth-authorization-server"

    private func expectTrust(_ server: TLSServer, _ environment: [String: String]) async throws {
        let environment = environment.merging(["AUTH_SERVER_URL": server.issuer]) { $1 }
        try await Deployment.run(environment) { (demo) async throws in
            let reply = try await demo.send(.GET, Self.metadata)
            #expect(reply.status == 200)
            #expect(reply.text.contains(server.issuer))
        }
    }

    /// One line in the log, which names what is wrong and what helps, and nothing of how this program was built.
    private func expectRefusal(
        _ cause: String, _ hint: String, _ server: TLSServer, _ environment: [String: String]
    ) async throws {
        let environment = environment.merging(["AUTH_SERVER_URL": server.issuer]) { $1 }
        try await Deployment.run(environment) { (demo) async throws in
            #expect(try await demo.send(.GET, Self.metadata).status == 503)
            let lines = demo.log.all.filter { $0.contains("not found") }
            #expect(lines.count == 1)
            let line = lines.first ?? ""
            #expect(line.contains(cause.replacing("ISSUER", with: server.issuer)), "\(line)")
            #expect(line.contains(hint), "\(line)")
            for trace in ["SSLError", "BoringSSL", "OPENSSL", ".swift", ".cc:"] {
                #expect(!line.contains(trace), "\(line)")
            }
        }
    }

    @Test("it is believed by the authorities in SSL_CERT_FILE or SSL_CERT_DIR, and by them alone")
    func authorities() async throws {
        let authority = try CertificateAuthority()
        let stranger = try CertificateAuthority()
        let own = try authority.issue("server", names: "DNS:localhost")
        let both = authority.folder + "/both.pem"
        try [stranger, authority].map { try String(contentsOfFile: $0.certificate, encoding: .utf8) }
            .joined(separator: "# a comment\n").write(toFile: both, atomically: false, encoding: .utf8)
        try await TLSServer.run(certificate: own.certificate, key: own.key) { (server) async throws in
            for environment in [
                ["SSL_CERT_FILE": authority.certificate], ["SSL_CERT_FILE": both],
                ["SSL_CERT_DIR": "\(stranger.folder):\(authority.folder)"],
                ["SSL_CERT_FILE": stranger.certificate, "SSL_CERT_DIR": authority.folder],
            ] { try await expectTrust(server, environment) }
            for environment in [
                [:], ["SSL_CERT_FILE": stranger.certificate], ["SSL_CERT_DIR": stranger.folder],
            ] {
                try await expectRefusal(
                    "the certificate of ISSUER is not trusted here", "SSL_CERT_FILE", server, environment)
            }
        }
    }

    @Test("whatever else keeps TLS from coming about is one line as well")
    func otherwise() async throws {
        let authority = try CertificateAuthority()
        let trust = ["SSL_CERT_FILE": authority.certificate]
        let other = try authority.issue("other", names: "DNS:other.test")
        try await TLSServer.run(certificate: other.certificate, key: other.key) { (server) async throws in
            try await expectRefusal(
                "the certificate of ISSUER is for another name", "AUTH_SERVER_URL", server, trust)
        }
        try await TLSServer.run(certificate: other.certificate, key: other.key, isOpen: true) {
            (server) async throws in
            try await expectRefusal("at ISSUER doesn't speak TLS", "begin with http", server, trust)
        }
    }

    @Test(
        "a file that can't be read, or has no certificate in it, is told at the start; for an https issuer only"
    )
    func files() throws {
        let authority = try CertificateAuthority()
        let empty = authority.folder + "/empty"
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
        for (name, value, words) in [
            ("SSL_CERT_FILE", "/no/such/file", "SSL_CERT_FILE \"/no/such/file\" can't be read: no such file"),
            ("SSL_CERT_FILE", #filePath, "SSL_CERT_FILE \"\(#filePath)\": there is no certificate"),
            (
                "SSL_CERT_DIR", "/no/such/folder",
                "SSL_CERT_DIR \"/no/such/folder\" can't be read: no such file"
            ),
            ("SSL_CERT_DIR", empty, "SSL_CERT_DIR \"\(empty)\": there is no certificate"),
        ] {
            let error = #expect(throws: DemoServerError.self) {
                try DemoConfiguration(environment: [name: value, "AUTH_SERVER_URL": "https://auth.example"])
            }
            #expect(error?.message.hasPrefix(words) == true, "\(error?.message ?? "")")
            #expect(error?.exitStatus == 2)
            #expect(throws: Never.self) { try DemoConfiguration(environment: [name: value]) }
        }
    }
}
