import OAuthModel
import StrictYAML
import Web
import YAML

/// Section `server` with the places that later checks point at.
struct ServerDraft {
    var settings = ServerSettings()
    var secretFields = SecretFields(key: .secret)
    var operatorTokenFields = SecretFields(key: .operatorToken)
    fileprivate var developmentHosts: [DevelopmentHost] = []
    /// The issuer could be read.
    fileprivate(set) var isIssuerKnown = true
    fileprivate var reader: MappingReader?

    /// The issuer is on another machine than this one; false as well when it could not be read.
    var isPublic: Bool { isIssuerKnown && !settings.issuer.isLoopback }

    func field(_ key: String) -> Field? { reader?.field(key) }
}

extension SecretKey {
    static let operatorToken = SecretKey(
        name: "operator_token", noun: "operator token", remedy: "make one with: \(command)",
        variable: "OPERATOR_TOKEN", exampleFile: "/etc/mcp-auth/operator-token")
}

final class ServerFacts: Facts {
    /// Where plain http is trusted.
    fileprivate(set) var plainHTTP = PlainHTTPHosts([])
}

extension KeyList<ServerDraft> {
    static let server = KeyList(
        "'server'", example: "{ port: 3001 }", for: "the listener", untouched: ServerDraft()
    ) {
        Key(
            "issuer", .text(TextShape("an https URL without query, fragment or slash at the end")),
            example: "https://auth.example.com", standing: "http://localhost, with the port",
            """
            The server's name. Clients compare it letter for letter; every URL of the metadata begins with it. With a path \
            everything answers below that path too. Plain http is for this machine and for development_hosts.
            """,
            text: { YAMLText.scalar($0.settings.issuer.text) },
            accept: { field, draft, _ in
                let issuer = field?.issuer()
                draft.isIssuerKnown = field == nil || issuer != nil
                draft.settings.issuer = issuer ?? .local(port: draft.settings.port)
                draft.settings.bind =
                    draft.settings.issuer.reach == .anywhere ? IPAddress.everywhere : IPAddress.thisMachine
            })
        Key(
            "port", .integer(1...65_535), \.settings.port, example: "3001", "The port that is listened on."
        ).first()
        Key(
            "name", .line(), \.settings.name, example: "Example Tools",
            standing: "host and port of the issuer",
            "What the pages call this server.")
        Key(
            "logo", .logo, \.settings.logo, example: "logo.svg", standing: "a drawing of a key",
            """
            The picture on the pages: a file beside the manifest, read at the start and put into each of them. An SVG, PNG, JPEG or \
            WebP of 64 KiB at most.
            """)
        Key(
            "bind", .addresses, \.settings.bind, example: "[127.0.0.1, \"::1\"]",
            standing: "this machine for an issuer that is local or of development_hosts, else every address",
            "The addresses that are listened on. Names are not looked up.")
        Key(
            "development_hosts", .list(.developmentHost, isToldEmpty: false), \.developmentHosts,
            example: "[auth, host.docker.internal]", standing: "none",
            """
            Hosts that plain http is trusted to reach, between the containers of a developer: issuer, resources and redirect URIs \
            may be there, pages are shown under these names too, and the fake login stays on.
            """
        ).first().then { draft, reader in
            draft.settings.plainHTTPHosts = PlainHTTPHosts(draft.developmentHosts)
            reader.decoding[ServerFacts.self].plainHTTP = draft.settings.plainHTTPHosts
        }
        Key(
            "trusted_proxies", .list(.network, isToldEmpty: false), \.settings.trustedProxies,
            example: "[127.0.0.1, 10.0.0.0/8]", standing: "none",
            """
            The proxies in front of this server. A request that they pass on counts for the address that they name in \
            X-Forwarded-For; without this it counts for theirs.
            """)
        Key.secret(
            .secret, \.secretFields,
            standing: "one that is made at the first start and kept beside the store",
            """
            What stored records are sealed under, 32 bytes at least. All processes on one store need the same; with another \
            one the store is refused.
            """)
        Key.secret(
            .operatorToken, \.operatorTokenFields,
            standing: "none: only this machine, where the issuer is this machine",
            """
            What who runs the server shows to see pages with `auth: operator`, 32 bytes at least: a program as Bearer, a person in a form.
            """)
        Key(
            "watch", .boolean, \.settings.watch, example: "true", standing: "true in the profile demo",
            """
            Whether the server reads its files again when one of them is saved. Without it, it does so when it is asked: \
            mcp-auth reload, or SIGHUP.
            """)
        Key(
            "head_limit", .byteCount(1024...1_048_576), \.settings.headLimit, example: "16KiB",
            "The largest request line and header section; more is answered 431.")
        Key(
            "connection_limit", .integer(1...1_000_000), \.settings.connectionLimit, example: "10000",
            "Connections that are held open at once; more are answered 503.")
        Key(
            "idle_timeout", .duration(patience), \.settings.idleTimeout, example: "60s",
            "How long a connection may stay open between two requests.")
        Key(
            "head_timeout", .duration(patience), \.settings.headTimeout, example: "10s",
            "From the first byte of a request to the end of its header section.")
        Key(
            "body_timeout", .duration(patience), \.settings.bodyTimeout, example: "30s",
            "From there to the end of its body.")
        Key(
            "write_timeout", .duration(patience), \.settings.writeTimeout, example: "30s",
            "How long a peer may take nothing of what is sent to it.")
        Key(
            "shutdown_timeout", .duration(.zero ... .seconds(600)), \.settings.shutdownTimeout,
            example: "10s", "How long a server that is told to stop waits for the requests in flight.")
    } together: { draft, reader in
        draft.settings.secret = draft.secretFields.proof(atLeast: 32, for: "the server")
        draft.settings.operatorToken = draft.operatorTokenFields.proof(atLeast: 32, for: "the operator")
        draft.reader = reader
    }

    private static let patience: ClosedRange<Duration> = .seconds(1) ... .seconds(3600)
}

extension ValueType<[IPAddress]> {
    /// A list; or one text with commas in it, which is as much as a variable can hold.
    fileprivate static var addresses: ValueType {
        ValueType(
            .either([
                .text(TextShape("an IP address, or some between commas")),
                .list(of: .text(TextShape("an IP address"))),
            ])
        ) {
            YAMLText.list($0.map(\.description))
        } read: {
            $0.addresses()
        }
    }
}

extension Field {
    fileprivate func addresses() -> [IPAddress]? {
        guard case .scalar = node.content else {
            guard let entries = list() else { return nil }
            if entries.isEmpty {
                error(
                    .missingKey, "'bind' names no address",
                    remedy: writeYAML(YAMLText.list(IPAddress.thisMachine.map(\.description))).or(
                        "remove bind"))
            }
            return entries.compactMap { $0.address() }
        }
        return convert(to: "a list of IP addresses, or some between commas") { text in
            let entries = text.split(separator: ",", omittingEmptySubsequences: false)
            let addresses = entries.compactMap { IPAddress(String($0.drop { $0 == " " })) }
            return addresses.count == entries.count ? addresses : nil
        } remedy: { _ in
            Remedy("names are not looked up; such as 127.0.0.1,::1 or 0.0.0.0,::")
        }
    }

    /// This machine only, in the way in which it is written.
    func loopback() -> Remedy {
        if case .scalar = node.content {
            write(IPAddress.thisMachine.map(\.description).joined(separator: ","))
        } else {
            writeYAML(YAMLText.list(IPAddress.thisMachine.map(\.description)))
        }
    }

    private func address() -> IPAddress? {
        convert(to: "an IP address", such: "127.0.0.1") {
            IPAddress($0)
        } remedy: { text in
            let reason = "names are not looked up"
            return text == "localhost"
                ? write("127.0.0.1").because(reason)
                : Remedy("\(reason); such as 127.0.0.1, \"::1\", 0.0.0.0 or \"::\"")
        }
    }
}
