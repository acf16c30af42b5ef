import OAuthModel
import StrictYAML
import Web

/// Section `client_documents`.
struct DocumentsDraft {
    fileprivate var isEnabled = true
    fileprivate var settings = DocumentPolicy()
    /// Nil: no client is known by a document.
    fileprivate(set) var policy: DocumentPolicy?
    fileprivate(set) var reader: MappingReader?
}

extension KeyList<DocumentsDraft> {
    static let documents = KeyList(
        "'client_documents'", example: "{ enabled: true }", for: "clients that are known by a document",
        untouched: DocumentsDraft()
    ) {
        Key(
            "enabled", .boolean, \.isEnabled, example: "false",
            """
            Clients may have the URL of a document as their id, in which they say what they are; the metadata say so. Without this section \
            they may not.
            """)
        Key(
            "default", .choice(), \.settings.standing, example: "ask",
            """
            What holds for hosts that no list below has. allow: anybody's document; ask: an operator approves each \
            (`mcp-auth clients`); deny: nobody's.
            """)
        Key(
            "allow", .list(.hostPattern, isToldEmpty: false), \.settings.allowed,
            example: "[claude.ai, \"*.example.com\"]", standing: "none",
            "Hosts whose documents are taken, whatever `default` says. `*.` stands for all that are below.")
        Key(
            "ask", .list(.hostPattern, isToldEmpty: false), \.settings.asked, example: "[example.com]",
            standing: "none", "Hosts of whose documents an operator approves each.")
        Key(
            "deny", .list(.hostPattern, isToldEmpty: false), \.settings.denied, example: "[example.com]",
            standing: "none", "Hosts whose documents are never taken; this goes before the other lists.")
        Key(
            "loopback", .list(.loopbackPlace, isToldEmpty: false), \.settings.loopback,
            example: "[\"http://localhost:3000\"]", standing: "none",
            """
            Documents that lie on this machine, for who develops a client: the origin of its server, or the URL of one document, over http \
            too. Only what is listed is ever fetched from this machine.
            """)
        Key(
            "proxy", .proxy, \.settings.proxy, example: "http://proxy.internal:3128", standing: "none",
            """
            Through which everything is fetched that clients name (CONNECT). No proxy of the environment is ever used.
            """)
        Key(
            "ca_file", .authorities, \.settings.authorities, example: "company-ca.pem", standing: "none",
            """
            Certificates of authorities in PEM, which are believed beside those that the system trusts when documents and keys are fetched: \
            of a proxy that looks into TLS, or of a developer's own.
            """)
    } together: { draft, reader in
        draft.reader = reader
        if !reader.isThere { draft.isEnabled = false }
        draft.policy = draft.isEnabled ? draft.settings : nil
    }
}

extension ValueType<HostPattern> {
    fileprivate static var hostPattern: ValueType {
        ValueType("a host name, with `*.` before it for all below it") { field in
            field.convert(to: "a host name, or *. and one", such: "claude.ai", HostPattern.init) { text in
                URIParts(text)?.host.flatMap { HostPattern($0) }.map { field.write($0.text) }
            }
        }
    }
}

extension ValueType<LoopbackPlace> {
    fileprivate static var loopbackPlace: ValueType {
        ValueType("an origin or a URL of this machine", pattern: "https?://.+") { field in
            field.convert(to: "an origin or a URL of this machine", such: "http://localhost:3000") {
                LoopbackPlace($0)
            }
        }
    }
}

extension ValueType<WebOrigin?> {
    fileprivate static var proxy: ValueType {
        ValueType(
            .text(TextShape("http:// and the host and port of a proxy", pattern: "http://.+")),
            text: { $0.map { YAMLText.scalar($0.description) } },
            read: { field in
                field.convert(
                    to: "http:// and the host and port of a proxy", such: "http://proxy.internal:3128"
                ) {
                    guard let origin = WebOrigin($0), origin.scheme == "http" else { return nil }
                    return .some(origin)
                }
            })
    }
}

extension ValueType<AuthorityFile?> {
    static var authorities: ValueType {
        ValueType(
            .text(TextShape("the path of a file, relative to the manifest's folder")),
            text: { $0.map { YAMLText.scalar($0.path) } },
            read: { field in
                guard let path = field.line(atMost: 4096) else { return nil }
                switch field.decoding.file(path.value, at: field.path) {
                case .unreadable(let reason):
                    field.error(
                        .staticFile, "\(path.shown) can't be read: \(reason)",
                        hint: "paths are relative to the manifest")
                    return nil
                case .contents(let bytes, _):
                    guard let file = AuthorityFile(path: path.value, pem: bytes) else {
                        field.error(
                            .staticFile, "there is no certificate in \(path.shown)",
                            hint:
                                "the certificate of an authority, in PEM: it begins with -----BEGIN CERTIFICATE-----"
                        )
                        return nil
                    }
                    return .some(file)
                }
            })
    }
}
