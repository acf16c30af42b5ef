import Foundation

/// An authority for one test, made with `openssl`. Its files are gone with the last reference.
package final class CertificateAuthority: Sendable {
    package struct Certificate: Sendable {
        /// PEM.
        package let certificate: String
        package let key: String
    }

    package let folder: String
    /// PEM.
    package let certificate: String
    private let key: String

    package init() throws {
        folder = try temporaryFolder()
        certificate = folder + "/authority.pem"
        key = folder + "/authority.key"
        try Self.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj",
            "/CN=authority of a test", "-addext", "basicConstraints=critical,CA:TRUE", "-keyout", key, "-out",
            certificate,
        ])
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// - Parameter names: As openssl has them: `DNS:redis.test,IP:127.0.0.1`.
    package func issue(_ file: String, names: String) throws -> Certificate {
        let issued = Certificate(certificate: "\(folder)/\(file).pem", key: "\(folder)/\(file).key")
        let request = "\(folder)/\(file).csr"
        let extensions = "\(folder)/\(file).ext"
        try "subjectAltName=\(names)".write(toFile: extensions, atomically: false, encoding: .utf8)
        try Self.openssl([
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
            "/CN=\(file)",
            "-keyout", issued.key, "-out", request,
        ])
        try Self.openssl([
            "x509", "-req", "-in", request, "-CA", certificate, "-CAkey", key, "-set_serial",
            "\(Int.random(in: 1...1 << 40))",
            "-days", "1", "-extfile", extensions, "-out", issued.certificate,
        ])
        return issued
    }

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ServerFailure("openssl \(arguments[0]): \(text)") }
    }
}

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
