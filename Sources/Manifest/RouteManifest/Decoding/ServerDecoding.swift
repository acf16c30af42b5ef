import Diagnostics
import OAuthModel
import Suggestions
import Web
import YAML

/// Section `server` with the places that later checks point at.
struct ServerDraft {
    let settings: ServerSettings
    let issuerField: Field?
    let bindField: Field?
    let developmentHostsField: Field?
    /// Of the first address that is not loopback.
    let openBindSpan: SourceSpan?
    /// Of a network of trusted proxies that has every address in it.
    let everyProxySpan: SourceSpan?
    let secret: FoundSecret?
    /// Neither `secret` nor `secret_file` is there.
    let isSecretAbsent: Bool
    /// The issuer could be read.
    let isIssuerKnown: Bool

    /// The issuer is on another machine than this one; false as well when it could not be read.
    var isPublic: Bool { isIssuerKnown && !settings.issuer.isLoopback }
}

extension Decoding {
    func server(_ field: Field?) -> ServerDraft {
        var reader = field?.mapping(such: "{ port: 3001 }") ?? .absent("'server'", self)
        let issuerField = reader.take("issuer")
        let port = reader.take("port")?.integer(in: 1...65_535) ?? 3001
        let hostsField = reader.take("development_hosts")
        let plainHTTP = PlainHTTPHosts(developmentHosts(hostsField))
        let issuer = issuerField?.issuer(plainHTTP)
        let bindField = reader.take("bind")
        let bind = bindField?.bindAddresses()
        let proxies = trustedProxies(reader.take("trusted_proxies"))
        let secretFields = reader.takeSecret()
        let secret = secretFields.read(atLeast: 32, for: "the server")
        let patience: ClosedRange<Duration> = .seconds(1) ... .seconds(3600)
        let standing = issuer ?? .local(port: port)
        let settings = ServerSettings(
            issuer: standing, port: port, plainHTTPHosts: plainHTTP,
            bind: bind?.compactMap(\.0)
                ?? (standing.reach == .anywhere ? IPAddress.everywhere : IPAddress.thisMachine),
            trustedProxies: proxies.networks, secret: secret?.secret,
            headLimit: reader.take("head_limit")?.byteCount(1024...1_048_576) ?? 16_384,
            connectionLimit: reader.take("connection_limit")?.integer(in: 1...1_000_000) ?? 10_000,
            idleTimeout: reader.take("idle_timeout")?.duration(patience)
                ?? .seconds(60),
            headTimeout: reader.take("head_timeout")?.duration(patience) ?? .seconds(10),
            bodyTimeout: reader.take("body_timeout")?.duration(patience) ?? .seconds(30),
            writeTimeout: reader.take("write_timeout")?.duration(patience) ?? .seconds(30),
            shutdownTimeout: reader.take("shutdown_timeout")?.duration(.zero ... .seconds(600))
                ?? .seconds(10))
        reader.finish()
        if let bind, bind.isEmpty, let bindField {
            bindField.error(
                .missingKey, "'bind' names no address",
                remedy: bindField.writeYAML(Self.loopback).or("remove bind"))
        }
        return ServerDraft(
            settings: settings, issuerField: issuerField, bindField: bindField,
            developmentHostsField: hostsField,
            openBindSpan: bind?.first { $0.0?.isLoopback == false }?.1,
            everyProxySpan: proxies.everyProxySpan,
            secret: secret,
            isSecretAbsent: !secretFields.isGiven,
            isIssuerKnown: issuerField == nil || issuer != nil)
    }

    static let loopback = YAMLText.list(IPAddress.thisMachine.map(\.description))

    private func trustedProxies(_ field: Field?) -> (networks: [IPNetwork], everyProxySpan: SourceSpan?) {
        var everyProxySpan: SourceSpan?
        let networks = distinct(field?.list() ?? []) { entry in
            let network = entry.network()
            if network?.isEverything == true { everyProxySpan = everyProxySpan ?? entry.span }
            return network
        }
        return (networks, everyProxySpan)
    }
}

extension Field {
    /// A list; or one text with commas in it, which is as much as a variable can hold.
    fileprivate func bindAddresses() -> [(IPAddress?, SourceSpan)]? {
        guard case .scalar = node.content else { return list()?.map { ($0.bindAddress(), $0.span) } }
        let addresses = convert(to: "a list of IP addresses, or some between commas") { text in
            let entries = text.split(separator: ",", omittingEmptySubsequences: false)
            let addresses = entries.compactMap { IPAddress(String($0.drop { $0 == " " })) }
            return addresses.count == entries.count ? addresses : nil
        } remedy: { _ in
            Remedy("names are not looked up; such as 127.0.0.1,::1 or 0.0.0.0,::")
        }
        return addresses?.map { ($0, span) }
    }

    /// This machine only, in the way in which it is written.
    func loopback() -> Remedy {
        if case .scalar = node.content {
            write(IPAddress.thisMachine.map(\.description).joined(separator: ","))
        } else {
            writeYAML(Decoding.loopback)
        }
    }

    private func bindAddress() -> IPAddress? {
        convert(to: "an IP address", such: "127.0.0.1") {
            IPAddress($0)
        } remedy: { text in
            let reason = "names are not looked up"
            return text == "localhost"
                ? write("127.0.0.1").because(reason)
                : Remedy("\(reason); such as 127.0.0.1, \"::1\", 0.0.0.0 or \"::\"")
        }
    }

    fileprivate func network() -> IPNetwork? {
        guard let text = text(such: "10.0.0.0/8") else { return nil }
        do {
            return try IPNetwork(text.value)
        } catch {
            let (message, remedy) = error.explanation(text, self)
            self.error(.invalidValue, "\(label) \(message)", remedy: remedy)
            return nil
        }
    }

    fileprivate func issuer(_ plainHTTP: PlainHTTPHosts) -> IssuerURL? {
        guard let text = text(such: "https://auth.example.com") else { return nil }
        do {
            let issuer = try IssuerURL(text.value, plainHTTP: plainHTTP)
            if let normalized = issuer.normalized {
                warning(
                    .issuer,
                    "clients' URL libraries write \(label) as \(quoted(normalized)) and may not find it equal",
                    remedy: write(normalized))
            }
            return issuer
        } catch {
            let (message, remedy) = error.explanation(text, self, plainHTTP)
            self.error(.issuer, message, remedy: remedy)
            return nil
        }
    }
}

extension IPNetworkFlaw {
    fileprivate func explanation(_ text: FilledText, _ field: Field) -> (message: String, remedy: Remedy) {
        switch self {
        case .address:
            (
                "must be an IP address or a network of them, not \(text.shown)",
                Remedy("names are not looked up; such as 127.0.0.1, 10.0.0.0/8 or \"fd00::/8\"")
            )
        case .length(let lengths):
            (
                "has no length that an address like this can have: \(text.shown)",
                Remedy("after the slash comes a number from \(lengths.lowerBound) to \(lengths.upperBound)")
            )
        case .bitsBeyondLength(let network):
            (
                "is an address in a network and not the network: \(text.shown)",
                field.write("\(network)").or("the address without a slash")
            )
        }
    }
}

extension IssuerFlaw {
    fileprivate func explanation(
        _ text: FilledText, _ field: Field, _ plainHTTP: PlainHTTPHosts
    ) -> (message: String, remedy: Remedy) {
        switch self {
        case .notASCII(let spelling):
            ("\(text.shown) is not written in ASCII", spelling.map(field.write) ?? Remedy(URIWords.asciiHint))
        case .notAURL:
            (
                "\(text.shown) is not a URL",
                MissingScheme.completed(text.value) { (try? IssuerURL($0, plainHTTP: plainHTTP)) != nil }.map(
                    field.write)
                    ?? Remedy(
                        "https:// and a host, perhaps a port and a path, such as https://auth.example.com")
            )
        case .scheme(let scheme):
            (
                "\(text.shown) begins with '\(scheme)', an issuer with https",
                field.write("https" + text.value.dropFirst(scheme.count))
            )
        case .host(let host): (URIWords.noHost(host), Remedy(URIWords.hostHint))
        case .userInfo:
            ("an issuer has no user name in it", field.write(URIWords.withoutUser(text.value)))
        case .query:
            (
                "\(text.shown) has a query, which an issuer can't (RFC 8414 §2)",
                field.write(URIWords.withoutQuery(text.value))
            )
        case .fragment:
            (
                "\(text.shown) has a fragment, which an issuer can't (RFC 8414 §2)",
                field.write(URIWords.withoutFragment(text.value))
            )
        case .trailingSlash:
            (
                "\(text.shown) ends with a slash: clients compare issuers letter for letter, and most write none",
                field.write(String(text.value.reversed().drop { $0 == "/" }.reversed()))
            )
        case .path:
            (
                "the path of \(text.shown) is not in its plain form",
                IssuerURL.plain(text.value, plainHTTP: plainHTTP).map { field.write($0) }
                    ?? Remedy("no empty segments, no '.' or '..', no escapes")
            )
        case .plainHTTP:
            (
                "\(text.shown) is plain http on another machine: codes and tokens would travel in the clear",
                field.writeHTTPS(in: text.value).or(
                    URIWords.whereVouchedFor(text.value) ?? "use a loopback host")
            )
        }
    }
}
