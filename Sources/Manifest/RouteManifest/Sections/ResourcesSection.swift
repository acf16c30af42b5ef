import Diagnostics
import OAuthModel
import Suggestions
import YAML

/// An entry of `resources`.
struct ResourceEntry {
    fileprivate var scopes: [DeclaredScope] = []
    fileprivate var field: Field?
    fileprivate var indicator: ResourceIndicator?
    fileprivate var others: [Field] = []
    fileprivate var name: String?
    fileprivate var scopesField: Field?
    fileprivate var ceiling: [ScopeToken]?
}

extension KeyList<ResourceEntry> {
    static let resource = KeyList(
        "a resource", example: "{ resource: \"https://mcp.example.com/mcp\" }", wrapping: "resource",
        for: "the authorization and token endpoints", untouched: ResourceEntry()
    ) {
        Key(
            "resource", .text(TextShape("an http or https URL without a fragment")),
            example: "https://mcp.example.com/mcp",
            "The URL under which clients reach the MCP server: the audience of its tokens (RFC 8707).",
            text: { $0.indicator.map { YAMLText.scalar($0.text) } },
            accept: { field, draft, _ in
                draft.field = field
                draft.indicator = field?.resourceURI()
            }
        ).required("the URL under which clients reach the MCP server")
        Key(
            "also_known_as", .list(of: .text(TextShape("an http or https URL without a fragment"))),
            example: "[\"https://mcp.example.com/\"]", standing: "none",
            """
            Other spellings that clients ask for. They are taken for the same, and in the token stands `resource`. Only for URLs \
            that lead to this MCP server and to no other.
            """,
            text: { draft in
                draft.others.isEmpty ? nil : YAMLText.list(draft.others.compactMap(\.filled))
            },
            accept: { field, draft, _ in draft.others = field?.list() ?? [] })
        Key(
            "name", .line(), \.name, example: "My MCP server", standing: "the URL",
            "How the consent page calls it.")
        Key(
            "scopes", .list(of: .text(TextShape("a declared scope"))), example: "[mcp]",
            standing: "every scope",
            "The scopes that mean something there: no token for it has another.",
            text: { $0.ceiling.map { YAMLText.list($0.map(\.rawValue)) } },
            accept: { field, draft, reader in
                draft.scopesField = field
                draft.ceiling = field.map { reader.decoding.scopeNames($0, among: draft.scopes) }
            })
    }
}

extension Decoding {
    func resources(_ field: Field?, scopes: [DeclaredScope]) -> [ResourceDraft] {
        var spellings = ResourceSpellings()
        var firstPlace: Field?
        let declared = (field?.list(ofMappings: true, wrapping: "resource") ?? []).compactMap {
            entry -> ResourceDraft? in
            let blank = ResourceEntry(scopes: scopes)
            guard let entry = KeyList<ResourceEntry>.resource.read(entry, blank) else { return nil }
            guard let identifier = entry.field, let uri = entry.indicator else {
                hasUnreadableResources = true
                return nil
            }
            spellings.add(uri, at: identifier)
            firstPlace = firstPlace ?? identifier
            return ResourceDraft(
                declaration: ProtectedResource(
                    indicator: uri,
                    alsoKnownAs: entry.others.compactMap { spelling($0, of: uri, &spellings) },
                    name: entry.name ?? uri.text, scope: Scope(entry.ceiling ?? scopes.map(\.token))),
                scopesField: entry.scopesField)
        }
        if let firstPlace { checkBaseURI(declared.map(\.declaration), at: firstPlace) }
        return declared
    }

    /// `BASE_URI` is where the demo MCP server says it is: the resource that its clients ask for lies under it.
    private func checkBaseURI(_ declared: [ProtectedResource], at place: Field) {
        guard let base = surroundings.environment["BASE_URI"].flatMap({ ResourceIndicator($0) }),
            !declared.contains(where: { $0.indicator.isUnder(base) }), let first = declared.first
        else { return }
        place.warning(
            .baseURI,
            "no resource is under BASE_URI (\(quoted(base.text))): clients of the MCP server there get no tokens",
            remedy: place.writeYAML(
                place.yaml(
                    "${BASE_URI:-\(first.indicator.origin)}\(first.indicator.path)")))
    }

    private func spelling(
        _ field: Field, of resource: ResourceIndicator, _ spellings: inout ResourceSpellings
    ) -> ResourceIndicator? {
        guard let uri = field.resourceURI(isSpelling: true) else { return nil }
        spellings.add(uri, at: field)
        if !uri.hasOrigin(of: resource) {
            field.warning(
                .otherOrigin,
                "\(quoted(uri.text)) is at another origin: who asks for a token for that is given one for \(resource)",
                hint: "keep it only if both lead to the same MCP server")
        }
        return uri
    }
}

/// Every spelling of every resource, each with the place where it is written.
private struct ResourceSpellings {
    private var places: [ResourceIndicator: SourceSpan] = [:]

    /// What was there before, by itself or after what clients do to a URL, is reported.
    mutating func add(_ uri: ResourceIndicator, at field: Field) {
        guard let first = places[uri] else {
            places[uri] = field.span
            return
        }
        let reason = "clients normalise URLs: these two are one to them"
        field.decoding.findings.error(
            .duplicateEntry, "resource \(quoted(uri.text)) is declared twice", at: field.span,
            remedy: field.keySpan == nil ? field.remove().because(reason) : Remedy(reason),
            related: Finding.Related(message: "first declared here", span: first))
    }
}

/// A resource with the list of its scopes, where it has one.
struct ResourceDraft {
    let declaration: ProtectedResource
    let scopesField: Field?
}

extension Field {
    private func meantScheme(of text: String) -> Remedy? {
        let scheme = String(text.prefix { $0 != ":" })
        return Remedy.meant(by: scheme, among: ["http", "https"], called: nil) { name in
            write(name + text.dropFirst(scheme.count)).edit
        }
    }

    /// - Parameter isSpelling: No request is ever made to it.
    fileprivate func resourceURI(isSpelling: Bool = false) -> ResourceIndicator? {
        guard let text = text(such: "https://mcp.example.com/mcp") else { return nil }
        do {
            let uri = try ResourceIndicator(written: text.value)
            if uri.isInTheClear(decoding.plainHTTP), !isSpelling {
                warning(
                    .invalidValue, "tokens for \(text.shown) travel in the clear",
                    remedy: {
                        let remedy = writeHTTPS(in: text.value)
                        return URIWords.whereVouchedFor(text.value).map(remedy.or) ?? remedy
                    }())
            }
            if !isSpelling, let plain = uri.withoutEmptySegments {
                warning(
                    .invalidValue, "\(text.shown) has two slashes in a row: clients ask for another resource",
                    remedy: write(plain))
            }
            return uri
        } catch {
            let completed = MissingScheme.completed(text.value) {
                (try? ResourceIndicator(written: $0))?.isInTheClear(decoding.plainHTTP) == false
            }.map(write)
            let (message, remedy): (String, Remedy) =
                switch error {
                case .notASCII(let spelling):
                    (
                        "\(text.shown) is not written in ASCII",
                        spelling.map(write) ?? Remedy(URIWords.asciiHint)
                    )
                case .notAURI:
                    (
                        "\(text.shown) is not an absolute URI",
                        completed ?? Remedy("the whole URL, such as https://mcp.example.com/mcp")
                    )
                case .scheme:
                    (
                        "a resource is an http or https URL, not \(text.shown)",
                        completed ?? meantScheme(of: text.value)
                            ?? Remedy("https://…, or http://… on this machine")
                    )
                case .fragment:
                    (
                        "a resource has no fragment (RFC 8707 §2)",
                        write(URIWords.withoutFragment(text.value))
                    )
                case .userInfo:
                    (
                        "a resource has no user name in it",
                        write(URIWords.withoutUser(text.value))
                    )
                case .host(let host): (URIWords.noHost(host), Remedy(URIWords.hostHint))
                }
            self.error(.invalidValue, message, remedy: remedy)
            return nil
        }
    }
}
