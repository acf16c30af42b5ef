import OAuthModel
import Suggestions
package import Web

/// What the environment settles for the demo MCP server.
package struct DemoConfiguration: Sendable {
    /// Where to listen; 0 lets the system choose.
    package let port: Int
    /// Addresses to listen on. What only this machine is meant to reach is by itself only offered to this machine.
    package let hosts: [String]
    /// `scheme://host[:port]` of this server as its clients write it, without a slash at the end.
    package let baseURI: String
    package let origin: WebOrigin
    /// The issuer of the authorization server, byte for byte as it was set (RFC 8414 §2).
    package let issuer: String
    let metadataAddress: MetadataAddress
    /// By whose word the authorization server is believed to be itself.
    let authorities: TrustedAuthorities
    /// Origins of web pages, beside those of this machine, that may call.
    package let allowedOrigins: Set<WebOrigin>
    package let credentials: ResourceServerCredentials
    /// For how long an active token is believed without asking again; zero: never.
    package let introspectionCache: Duration

    package static let environmentNames = [
        "PORT", "BIND", "BASE_URI", "AUTH_MODE", "AUTH_SERVER_URL", "ALLOWED_ORIGINS",
        "DEMO_RESOURCE_SERVER_ID", "DEMO_RESOURCE_SERVER_SECRET", "INTROSPECTION_CACHE", "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    ]

    /// The names read here, each with its default:
    /// `PORT` 3232 · `BIND` this machine for a `BASE_URI` on it, or one in plain http on a network for development, else every address;
    /// separated by commas ·
    /// `BASE_URI` `http://localhost:PORT` · `AUTH_MODE` `separate` · `AUTH_SERVER_URL` `http://localhost:3001` · `ALLOWED_ORIGINS` none, else separated by commas or spaces ·
    /// `DEMO_RESOURCE_SERVER_ID` and `DEMO_RESOURCE_SERVER_SECRET` those of the shipped manifest ·
    /// `INTROSPECTION_CACHE` 5, in seconds · `SSL_CERT_FILE` and `SSL_CERT_DIR` those of the system; read for an issuer with https only.
    ///
    /// A name that is set to nothing counts as not set.
    package init(environment: [String: String]) throws(DemoServerError) {
        func value(_ name: String) throws(DemoServerError) -> String? {
            let text = environment[name].flatMap { $0.isEmpty ? nil : $0 }
            if let text { try Self.check(text, of: name) }
            return text
        }
        try Self.checkMode(value("AUTH_MODE"))
        port = try Self.port(try value("PORT") ?? "3232")
        let base = try value("BASE_URI")
        guard port != 0 || base != nil else {
            throw DemoServerError(
                "PORT 0 has no address of its own",
                hint: "set PORT to a number from 1 to 65535, or BASE_URI, too")
        }
        baseURI = base ?? "http://localhost:\(port)"
        origin = try Self.baseOrigin(baseURI)
        hosts =
            try (try value("BIND")).map(Self.hosts)
            ?? (Self.isNear(origin) ? IPAddress.thisMachine : IPAddress.everywhere).map(\.description)
        issuer = try value("AUTH_SERVER_URL") ?? "http://localhost:3001"
        metadataAddress = try Self.metadataAddress(issuer)
        authorities =
            metadataAddress.url.lowercased().hasPrefix("https:")
            ? try TrustedAuthorities(file: value("SSL_CERT_FILE"), directories: value("SSL_CERT_DIR"))
            : .system
        allowedOrigins = try Self.origins(environment["ALLOWED_ORIGINS"] ?? "")
        credentials = ResourceServerCredentials(
            id: try value("DEMO_RESOURCE_SERVER_ID") ?? "demo-mcp-server",
            secret: try value(Self.secretName) ?? "demo-resource-server-secret-for-loopback-only")
        introspectionCache = try Self.cache(try value("INTROSPECTION_CACHE") ?? "5")
    }

    /// The resource identifier (RFC 8707 §2), and the address of the MCP endpoint.
    package var resource: String { baseURI + MCPPath.endpoint }

    /// Where the metadata of this resource lies (RFC 9728 §3.1).
    package var resourceMetadata: String { baseURI + MCPPath.resourceMetadata }

    /// Sentences about settings that work and yet look like a slip.
    package var warnings: [String] {
        var warnings: [String] = []
        if origin.isLoopback, port != 0, origin.port != port {
            warnings.append("BASE_URI \(baseURI) names another port than the one listened on, \(port)")
        }
        if !origin.isLoopback, origin.scheme == "http" {
            warnings.append("BASE_URI \(baseURI) is plain http: tokens travel readable")
        }
        return warnings
    }
}

/// What this server authenticates itself with when it asks about a token.
package struct ResourceServerCredentials: Sendable {
    package let id: String
    package let secret: String

    package init(id: String, secret: String) {
        self.id = id
        self.secret = secret
    }
}

extension DemoConfiguration {
    /// Names what came along with the value. A secret may have quotes and spaces, since somebody may have made it up so.
    private static func check(_ text: String, of name: String) throws(DemoServerError) {
        guard let stray = StrayText(text) else { return }
        guard name == secretName else {
            throw DemoServerError("the value of \(name) \(stray.words)", hint: stray.remedy(for: name))
        }
        guard stray.isVisible else {
            throw DemoServerError("the value of \(name) \(stray.words)", hint: "set it without that")
        }
    }

    private static let secretName = "DEMO_RESOURCE_SERVER_SECRET"

    private static func checkMode(_ mode: String?) throws(DemoServerError) {
        guard let mode, mode != "separate" else { return }
        throw DemoServerError(
            "AUTH_MODE \"\(mode)\" is not supported: the authorization server is always a separate one",
            hint: "set AUTH_MODE=separate or leave it unset, and AUTH_SERVER_URL to the authorization server")
    }

    private static func port(_ text: String) throws(DemoServerError) -> Int {
        guard let port = Int(text), (0...65535).contains(port) else {
            throw DemoServerError("PORT \"\(text)\" is not a port", hint: "a number from 1 to 65535")
        }
        return port
    }

    /// This machine; or a name on a network for development, which nobody outside of that can mean.
    private static func isNear(_ origin: WebOrigin) -> Bool {
        origin.isLoopback || (origin.scheme == "http" && (try? DevelopmentHost(origin.authority.host)) != nil)
    }

    private static func hosts(_ text: String) throws(DemoServerError) -> [String] {
        let hosts = text.split(separator: ",", omittingEmptySubsequences: false).map {
            String($0.drop { $0 == " " })
        }
        guard hosts.allSatisfy({ IPAddress($0) != nil }) else {
            throw DemoServerError(
                "BIND \"\(text)\" is not a list of IP addresses",
                hint: "separate them by commas, as in 127.0.0.1,::1 or 0.0.0.0,::")
        }
        return hosts
    }

    private static func cache(_ text: String) throws(DemoServerError) -> Duration {
        guard let seconds = Int(text), (0...3600).contains(seconds) else {
            throw DemoServerError(
                "INTROSPECTION_CACHE \"\(text)\" is not a number of seconds",
                hint: "a number from 0 to 3600; with 0 the authorization server is asked at each request")
        }
        return .seconds(seconds)
    }

    private static func baseOrigin(_ text: String) throws(DemoServerError) -> WebOrigin {
        guard let origin = origin(text) else {
            throw DemoServerError(
                "BASE_URI \"\(text)\" is not an origin",
                hint: completed(text) { self.origin($0) != nil } ?? bare(text)
                    ?? "write scheme, host and port without a slash at the end, as in http://localhost:3232")
        }
        return origin
    }

    private static func origin(_ text: String) -> WebOrigin? {
        WebOrigin(text).flatMap { $0.isWeb ? $0 : nil }
    }

    private static func metadataAddress(_ issuer: String) throws(DemoServerError) -> MetadataAddress {
        guard let address = MetadataAddress(issuer: issuer) else {
            throw DemoServerError(
                "AUTH_SERVER_URL \"\(issuer)\" is not an issuer",
                hint: completed(issuer) {
                    MetadataAddress(issuer: $0).flatMap { address in
                        URIParts(address.url).map(address.plainHTTP.allow)
                    } == true
                } ?? "an http or https URL without query and fragment, as in http://localhost:3001")
        }
        guard URIParts(issuer).map(address.plainHTTP.allow) == true else {
            throw DemoServerError(
                "AUTH_SERVER_URL \"\(issuer)\" is plain http on another machine: the secret of this server would travel in the clear",
                hint:
                    "use https; plain http reaches this machine, and names without a dot or under .internal, .local or .test"
            )
        }
        return address
    }

    private static func completed(_ text: String, _ isGood: (String) -> Bool) -> String? {
        MissingScheme.completed(text, isGood).map { "write \($0)" }
    }

    /// What is before the path.
    private static func bare(_ text: String) -> String? {
        guard let uri = URIParts(text), uri.isWebAddress, uri.userInfo == nil else { return nil }
        return "write \(uri.scheme)://\(uri.hostAndPort)"
    }

    private static func origins(_ text: String) throws(DemoServerError) -> Set<WebOrigin> {
        var origins: Set<WebOrigin> = []
        for item in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            if let stray = StrayText(String(item)) {
                throw DemoServerError(
                    "ALLOWED_ORIGINS has an origin that \(stray.words)",
                    hint: stray.rest.map { "write \($0)" } ?? "write them on one line")
            }
            guard let origin = origin(String(item)) else {
                throw DemoServerError(
                    "ALLOWED_ORIGINS has \"\(item)\", which is not an origin",
                    hint: "write each as https://app.example.com, separated by commas")
            }
            origins.insert(origin)
        }
        return origins
    }
}
