import Glibc
import NIOSSL

/// Whose certificates are believed: those in `SSL_CERT_FILE` and `SSL_CERT_DIR`, as other programs have it.
struct TrustedAuthorities: Sendable {
    /// Nil: those that the system trusts.
    let certificates: [NIOSSLCertificate]?

    static let system = TrustedAuthorities(certificates: nil)

    private init(certificates: [NIOSSLCertificate]?) {
        self.certificates = certificates
    }

    /// Each takes the place of the system's. Directories stand between colons; what in them is no certificate is passed over.
    init(file: String?, directories: String?) throws(DemoServerError) {
        var found: Set<NIOSSLCertificate> = []
        if let file {
            try Self.checkReadable(file, as: "SSL_CERT_FILE")
            found.formUnion((try? NIOSSLCertificate.fromPEMFile(file)) ?? [])
        }
        for directory in directories?.split(separator: ":").map(String.init) ?? [] {
            try Self.checkReadable(directory, as: "SSL_CERT_DIR")
            for file in Self.files(in: directory) {
                found.formUnion((try? NIOSSLCertificate.fromPEMFile(file)) ?? [])
            }
        }
        let names = [("SSL_CERT_FILE", file), ("SSL_CERT_DIR", directories)].filter { $1 != nil }
        guard !names.isEmpty, found.isEmpty else {
            certificates = names.isEmpty ? nil : Array(found)
            return
        }
        let places = names.map { "\($0) \"\($1 ?? "")\"" }.joined(separator: " and ")
        throw DemoServerError("\(places): there is no certificate", hint: Self.hint)
    }

    private static let hint =
        "certificates are in PEM, the authority's own among them; unset, the system's are believed"

    private static func checkReadable(_ path: String, as name: String) throws(DemoServerError) {
        guard access(path, R_OK) != 0 else { return }
        throw DemoServerError(
            "\(name) \"\(path)\" can't be read: \(String(cString: strerror(errno)).lowercased())", hint: hint)
    }

    private static func files(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var files: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { files.append(directory + "/" + name) }
        }
        return files
    }
}
