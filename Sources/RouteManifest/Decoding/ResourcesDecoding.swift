import OAuthModel
import Suggestions
import YAML

extension Decoding {
    func resources(_ field: Field?, scopes: [ScopeDeclaration]) -> [ResourceDeclaration] {
        var seen: [ResourceIndicator: SourceSpan] = [:]
        return (field?.list() ?? []).compactMap { entry in
            guard var reader = entry.mapping("a resource") else { return nil }
            let identifier = reader.require(
                "resource", hint: "the URL under which clients reach the MCP server")
            let uri = identifier?.resourceURI()
            let name = reader.take("name")?.line()?.value
            let ceiling = reader.take("scopes").map { scopeNames($0, among: scopes) }
            reader.finish()
            guard let identifier, let uri else { return nil }
            if let first = seen[uri.indicator] {
                findings.error(
                    .duplicateEntry, "resource \(quoted(uri.text)) is declared twice", at: identifier.span,
                    hint: "clients normalise URLs: these two are one to them",
                    related: Finding.Related(message: "first declared here", span: first))
            }
            seen[uri.indicator] = identifier.span
            return ResourceDeclaration(
                resource: uri, name: name ?? uri.text, scopes: ceiling ?? scopes.map(\.name))
        }
    }

    func resourceServers(_ field: Field?, resources: [ResourceDeclaration]) -> [ResourceServerDraft] {
        var seen: [String: SourceSpan] = [:]
        return (field?.list() ?? []).compactMap { entry in
            guard var reader = entry.mapping("a resource server") else { return nil }
            let idField = reader.require("id", hint: "the name under which it authenticates")
            let id = idField?.identifier(seen: &seen, called: "resource server")
            let owner = id.map { "resource server '\($0)'" } ?? "a resource server"
            let secretFields = reader.takeSecret()
            let references = reader.take("resources").map { resourceReferences($0, among: resources) }
            reader.finish()
            guard secretFields.isGiven else {
                findings.error(
                    .missingKey, "\(owner) needs 'secret' or 'secret_file'",
                    at: idField?.span ?? reader.titleSpan,
                    hint: "make one with: openssl rand -base64 32")
                return nil
            }
            guard let found = secretFields.read(atLeast: 24, for: owner), let id else { return nil }
            return ResourceServerDraft(
                declaration: ResourceServerDeclaration(
                    id: id, secret: found.secret, resources: references ?? resources.map(\.resource)),
                secret: found)
        }
    }

    private func resourceReferences(_ field: Field, among known: [ResourceDeclaration]) -> [ResourceURI] {
        let names = known.map(\.resource.text)
        return distinct(field.list() ?? []) { entry in
            guard let text = entry.text() else { return nil }
            if let resource = known.first(where: { $0.resource.text == text.value }) {
                return resource.resource
            }
            entry.error(
                .unknownReference, "resource \(text.shown) is not declared under 'resources'",
                hint: Suggestion.hint(for: text.value, among: names, called: "declared resources"))
            return nil
        }
    }
}

/// A resource server with the place of its secret.
struct ResourceServerDraft {
    let declaration: ResourceServerDeclaration
    let secret: FoundSecret
}

extension Field {
    /// An id that goes over the wire (`[A-Za-z0-9._-]`, so that HTTP Basic needs no escapes) and occurs once.
    func identifier(seen: inout [String: SourceSpan], called noun: String) -> String? {
        let id = convert(to: "1 to 128 of the characters A-Z a-z 0-9 . _ -") { text in
            let isPlain = text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._-".utf8.contains(byte)
                }
            }
            return isPlain && (1...128).contains(text.utf8.count) ? text : nil
        }
        guard let id else { return nil }
        if let first = seen[id] {
            decoding.findings.error(
                .duplicateEntry, "\(noun) \(quoted(id)) is declared twice", at: span,
                hint: "ids are unique; rename one",
                related: Finding.Related(message: "first declared here", span: first))
        }
        seen[id] = span
        return id
    }

    fileprivate func resourceURI() -> ResourceURI? {
        guard let text = text() else { return nil }
        do {
            let uri = try ResourceURI(text.value)
            if uri.isPlainHTTPOffLoopback {
                warning(.invalidValue, "tokens for \(text.shown) travel in the clear", hint: "use https")
            }
            return uri
        } catch {
            let (message, hint): (String, String) =
                switch error {
                case .notAURI:
                    ("\(text.shown) is no absolute URI", "write the whole URL: https://mcp.example.com/mcp")
                case .scheme:
                    (
                        "a resource is an http or https URL, not \(text.shown)",
                        "write the scheme too: https://…, or http://… on this machine"
                    )
                case .fragment:
                    ("a resource has no fragment (RFC 8707 §2)", "remove the # and what follows it")
                case .userInfo: ("a resource has no user name in it", "remove what stands before the @")
                case .host(let host): (URIWords.noHost(host), URIWords.hostHint)
                }
            self.error(.invalidValue, message, hint: hint)
            return nil
        }
    }
}
