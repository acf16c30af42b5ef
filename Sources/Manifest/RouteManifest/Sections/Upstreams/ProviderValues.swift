import Diagnostics
import OAuthModel
import StrictYAML
import Suggestions
import Web
import WireText
import YAML

extension ValueType<String> {
    /// OpenID Connect Discovery §3: no query, no fragment.
    static var issuerOfProvider: ValueType { ofProvider("https://login.example.com", isIssuer: true) }
    static var endpointOfProvider: ValueType { ofProvider("https://login.example.com/token") }

    /// What is put before a path: without a slash at its end.
    static var baseOfProvider: ValueType {
        ValueType("an https URL without a slash at the end", pattern: "https?://.+") { field in
            guard let text = field.urlOfProvider(such: "https://sso.example.com", isIssuer: true) else {
                return nil
            }
            guard text.hasSuffix("/") else { return text }
            let plain = String(text.reversed().drop { $0 == "/" }.reversed())
            field.error(
                .invalidValue, "\(quoted(text)) ends with a slash, and /realms is put behind it",
                remedy: field.write(plain))
            return nil
        }
    }

    private static func ofProvider(_ example: String, isIssuer: Bool = false) -> ValueType {
        ValueType("an https URL", pattern: "https?://.+") {
            $0.urlOfProvider(such: example, isIssuer: isIssuer)
        }
    }

    static var hostOfProvider: ValueType {
        ValueType("a host name", pattern: "[A-Za-z0-9.-]{1,253}") { field in
            field.convert(to: "a host name", such: "example.okta.com") { text in
                URIParts("https://\(text)").flatMap { $0.host == text && $0.isWebAddress ? text : nil }
            } remedy: { text in
                URIParts(text)?.host.map(field.write)
            }
        }
    }

    static var realm: ValueType {
        ValueType("the name of a realm", pattern: "[A-Za-z0-9._~-]{1,128}") { field in
            field.convert(to: "1 to 128 of the characters A-Z a-z 0-9 . _ ~ -", such: "example") { text in
                (1...128).contains(text.utf8.count)
                    && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "._~-".utf8.contains($0) }
                    ? text : nil
            }
        }
    }

    /// Of Entra: an id, or one of the words for many.
    static var tenant: ValueType {
        let words = EntraTenants.words
        return ValueType(
            "the id of a tenant, or \(words.joined(separator: ", "))",
            pattern: "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\(words.joined(separator: "|"))"
        ) { field in
            field.convert(to: "the id of a tenant, or one of \(words.joined(separator: ", "))") { text in
                words.contains(text) || EntraTenants.isID(text) ? text : nil
            } remedy: { text in
                let lower = text.lowercased()
                if words.contains(lower) || EntraTenants.isID(lower) { return field.write(lower) }
                return field.meant(text, among: words, called: nil)
                    ?? Remedy(
                        "the portal shows it as Directory (tenant) ID, such as 11111111-2222-4333-8444-555555555555"
                    )
            }
        }
    }

    /// A token of a provider's scope (RFC 6749 §3.3).
    static var providerScope: ValueType {
        ValueType(
            TextShape("a scope of the provider", pattern: "[!#-\\[\\]-~]{1,200}")
        ) { field in
            field.convert(to: "a scope: visible ASCII characters without \" and \\", such: "openid") { text in
                text.utf8.count <= 200 && ScopeToken(rawValue: text) != nil ? text : nil
            } remedy: { text in
                let words = text.split(separator: " ").map(String.init)
                return words.count > 1
                    ? Remedy("a list has one scope in each entry: \(YAMLText.list(words))") : nil
            }
        }
    }

    static var emailDomain: ValueType {
        ValueType("a domain", pattern: "[a-z0-9.-]{1,253}") { field in
            field.convert(to: "a domain in lower case", such: "example.com") { text in
                Self.isDomain(text) ? text : nil
            } remedy: { text in
                let meant = String(
                    text[(text.lastIndex(of: "@").map { text.index(after: $0) } ?? text.startIndex)...]
                )
                .lowercased()
                return Self.isDomain(meant) ? field.write(meant) : nil
            }
        }
    }

    private static func isDomain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0.isLetter || $0.isDigit || ".-".utf8.contains($0) }
            && text == text.lowercased() && URIParts("https://\(text)")?.isWebAddress == true
    }

    static var emailAddress: ValueType {
        ValueType("an e-mail address", pattern: "[^@\\s]+@[^@\\s]+") { field in
            field.convert(to: "an e-mail address", such: "ada@example.com") { text in
                let parts = text.split(separator: "@", omittingEmptySubsequences: false)
                return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 320
                    && text.utf8.allSatisfy { (0x21...0x7e).contains($0) } ? text : nil
            }
        }
    }

    /// Of somebody at the provider.
    static var subjectOfProvider: ValueType {
        ValueType("1 to 255 visible ASCII characters", pattern: "[!-~]{1,255}") { field in
            field.convert(to: "1 to 255 visible ASCII characters") { text in
                (1...255).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
                    ? text : nil
            }
        }
    }
}

/// How Entra calls many tenants at once, and each.
enum EntraTenants {
    static let words = ["common", "organizations", "consumers"]
    /// In which all personal accounts are.
    static let consumers = "9188040d-6c67-4c5b-b112-36a304b66dad"

    /// A UUID in lower case.
    static func isID(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12]
            && parts.joined().allSatisfy {
                $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    /// The document of this issuer is one for many tenants, and no token has its issuer.
    static func areMany(in issuer: String) -> Bool {
        let path = URIParts(issuer)?.path ?? ""
        return words.prefix(2).contains { path.hasPrefix("/\($0)/") }
    }
}

extension Field {
    /// An address that the operator vouches for: https, or plain http where that is trusted.
    fileprivate func urlOfProvider(such example: String, isIssuer: Bool) -> String? {
        guard let text = text(such: example) else { return nil }
        let plainHTTP = decoding[ServerFacts.self].plainHTTP
        func refuse(_ message: String, _ remedy: Remedy?) -> String? {
            error(.invalidValue, message, remedy: remedy)
            return nil
        }
        guard let parts = URIParts(text.value), parts.scheme == "https" || parts.scheme == "http" else {
            return refuse(
                "\(text.shown) is not an https URL of a provider",
                MissingScheme.completed(text.value) { URIParts($0).map(plainHTTP.allow) == true }.map(write)
                    ?? Remedy("the whole URL, such as \(example)"))
        }
        guard parts.isWebAddress, let host = parts.host else {
            return refuse(URIWords.noHost(parts.host ?? ""), Remedy(URIWords.hostHint))
        }
        guard !host.isEmpty, parts.userInfo == nil else {
            return refuse(
                "the URL of a provider has no user name in it", write(URIWords.withoutUser(text.value)))
        }
        guard parts.fragment == nil else {
            return refuse(
                "the URL of a provider has no fragment", write(URIWords.withoutFragment(text.value)))
        }
        guard !isIssuer || parts.query == nil else {
            return refuse(
                "the issuer of a provider has no query (OpenID Connect Discovery §3)",
                write(URIWords.withoutQuery(text.value)))
        }
        guard plainHTTP.allow(parts) else {
            return refuse(
                "\(text.shown) is plain http to a provider on another machine: codes and secrets would travel in the clear",
                writeHTTPS(in: text.value, or: URIWords.whereVouchedFor(text.value)))
        }
        return text.value
    }
}

extension ValueType<ClaimPath> {
    /// A name, or a list of those that lead into objects.
    static var claim: ValueType {
        let name = TextShape("the name of a claim", pattern: "[\\s\\S]{1,200}")
        return ValueType(.either([.text(name), .list(of: .text(name))])) {
            $0.names.count == 1 ? YAMLText.scalar($0.names[0]) : YAMLText.list($0.names)
        } read: {
            $0.claim()
        }
    }
}

extension Field {
    fileprivate func claim() -> ClaimPath? {
        guard case .sequence = node.content else { return line().flatMap { ClaimPath([$0.value]) } }
        guard let entries = list() else { return nil }
        let names = entries.compactMap { $0.line()?.value }
        if entries.isEmpty {
            error(.invalidValue, "\(label) names no claim", hint: "such as groups, or [realm_access, roles]")
        }
        return names.count == entries.count ? ClaimPath(names) : nil
    }
}

extension ValueType<ProviderClaimsDraft.Verification> {
    static var verification: ValueType {
        ValueType(ValueType<ClaimPath>.claim.shape) { value in
            switch value {
            case .always: "true"
            case .claim(let path): ValueType<ClaimPath>.claim.text(path)
            }
        } read: { field in
            switch field.filled {
            case "true": return .always
            case "false":
                field.error(
                    .invalidValue, "\(field.label) is a claim, or true",
                    remedy: field.remove(called: "email_verified").because(
                        "an address of which nothing says that it is verified counts for nothing"))
                return nil
            default: return field.claim().map { .claim($0) }
            }
        }
    }
}

extension ValueType<[AuthorizationParameter]> {
    static var authorizationParameters: ValueType {
        let name = TextShape("the name of a parameter", pattern: "[A-Za-z0-9._-]{1,100}")
        return ValueType(.named(name, .text(.line(atMost: 1000)))) { parameters in
            let texts = parameters.map { "\(YAMLText.scalar($0.name)): \(YAMLText.scalar($0.value))" }
            return texts.isEmpty ? nil : "{ \(texts.joined(separator: ", ")) }"
        } read: {
            $0.authorizationParameters()
        }
    }
}

extension Field {
    /// What this server sends itself, and what would put other values in their place.
    private static let ownParameters = [
        "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce",
        "code_challenge", "code_challenge_method", "login_hint", "request", "request_uri",
    ]

    fileprivate func authorizationParameters() -> [AuthorizationParameter]? {
        mapping(such: "{ hd: example.com }")?.all().compactMap { entry, field in
            let isName =
                (1...100).contains(entry.key.utf8.count)
                && entry.key.utf8.allSatisfy { $0.isLetter || $0.isDigit || "._-".utf8.contains($0) }
            guard isName else {
                field.error(
                    .invalidValue, "\(quoted(entry.key)) is not a name for a parameter",
                    hint: "letters, digits and ._-", at: entry.keySpan)
                return nil
            }
            guard !Self.ownParameters.contains(entry.key) else {
                let reason = entry.key == "scope" ? "list them under 'scopes'" : "this server sends its own"
                field.error(
                    .conflictingKeys, "parameter \(quoted(entry.key)) is not for the manifest to set",
                    remedy: field.remove().because(reason), at: entry.keySpan)
                return nil
            }
            return field.line(atMost: 1000).map { AuthorizationParameter(name: entry.key, value: $0.value) }
        }
    }
}
