import Foundation

/// An authority for one test, made with `openssl`. Its files are gone with the last reference.
package final class CertificateAuthority: Sendable {
    package struct Certificate: Sendable {
        /// PEM.
        package let certificate: String
        package let key: String
    }

    /// PEM.
    package let certificate: String
    private let key: String
    private let place: TemporaryFolder

    package init() throws {
        place = try TemporaryFolder()
        certificate = place.path + "/authority.pem"
        key = place.path + "/authority.key"
        try Self.openssl(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-subj",
                "/CN=authority of a test", "-addext", "basicConstraints=critical,CA:TRUE", "-keyout", key,
                "-out",
                certificate,
            ])
    }

    package var folder: String { place.path }

    /// - Parameters:
    ///   - names: As openssl has them: `DNS:redis.test,IP:127.0.0.1`.
    ///   - days: From now on; fewer than none for one that has expired.
    package func issue(_ file: String, names: String, days: Int = 1) throws -> Certificate {
        let issued = Certificate(certificate: "\(folder)/\(file).pem", key: "\(folder)/\(file).key")
        let request = "\(folder)/\(file).csr"
        let extensions = "\(folder)/\(file).ext"
        try "subjectAltName=\(names)".write(toFile: extensions, atomically: false, encoding: .utf8)
        try Self.openssl(
            [
                "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/CN=\(file)",
                "-keyout", issued.key, "-out", request,
            ])
        try Self.openssl(
            [
                "x509", "-req", "-in", request, "-CA", certificate, "-CAkey", key, "-set_serial",
                "\(Int.random(in: 1...1 << 40))",
                "-days", "\(days)", "-extfile", extensions, "-out", issued.certificate,
            ])
        return issued
    }

    private static func openssl(_ arguments: [String]) throws {
        let (status, output) = try runProgram(["openssl"] + arguments)
        guard status == 0 else {
            throw TestFailure("openssl \(arguments[0]): \(output)")
        }
    }
}
