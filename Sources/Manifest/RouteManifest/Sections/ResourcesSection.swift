import Diagnostics
import OAuthModel
import StrictYAML
import Suggestions
import YAML

/// An entry of `resources`.
struct ResourceEntry {
    fileprivate var indicator: ResourceIndicator?
    fileprivate var others: [ResourceIndicator] = []
    fileprivate var name: String?
    fileprivate var ceiling: [ScopeToken]?
}

extension KeyList<ResourceEntry> {
    static let resource = KeyList(
        "a resource", example: "{ resource: \"https://mcp.example.com/mcp\" }", wrapping: "resource",
        for: "the authorization and token endpoints", untouched: ResourceEntry()
    ) {
        Key(
            "resource", .resource, \.indicator, example: "https://mcp.example.com/mcp",
            "The URL under which clients reach the MCP server: the audience of its tokens (RFC 8707)."
        ).required("the URL under which clients reach the MCP server")
        Key(
            "also_known_as", .list(of: ValueType.resource.shape),
            example: "[\"https://mcp.example.com/\"]", standing: "none",
            """
            Other spellings that clients ask for. They are taken for the same, and in the token stands `resource`. Only for URLs \
            that lead to this MCP server and to no other.
            """,
            text: { $0.others.isEmpty ? nil : YAMLText.list($0.others.map(\.text)) },
            accept: { field, draft, _ in
                let entries = field?.list() ?? []
                guard let resource = draft.indicator else { return }
                draft.others = entries.compactMap { $0.spelling(of: resource) }
            })
        Key(
            "name", .line(), \.name, example: "My MCP server", standing: "the URL",
            "How the consent page calls it.")
        Key(
            "scopes", .list(.declaredScope), \.ceiling, example: "[mcp]", standing: "every scope",
            "The scopes that mean something there: no token for it has another.")
    }
}

extension ResourceEntry {
    /// What the keys mean together.
    func declared(_ reader: MappingReader) -> Declared<ProtectedResource>? {
        guard let indicator else {
            reader.decoding[ResourceFacts.self].hasUnreadable = true
            return nil
        }
        let known = reader.decoding[ScopeFacts.self].declared
        return Declared(
            declaration: ProtectedResource(
                indicator: indicator, alsoKnownAs: others, name: name ?? indicator.text,
                scope: Scope(ceiling ?? known.map(\.declaration.token))),
            reader: reader)
    }
}

extension Decoding {
    /// `BASE_URI` is where the demo MCP server says it is: the resource that its clients ask for lies under it.
    func checkBaseURI(_ declared: [Declared<ProtectedResource>]) {
        guard let base = surroundings.environment["BASE_URI"].flatMap({ ResourceIndicator($0) }),
            !declared.contains(where: { $0.declaration.indicator.isUnder(base) }),
            let first = declared.first?.declaration.indicator,
            let place = declared.first?.reader.field("resource")
        else { return }
        place.warning(
            .baseURI,
            "no resource is under BASE_URI (\(quoted(base.text))): clients of the MCP server there get no tokens",
            remedy: place.writeYAML(place.yaml("${BASE_URI:-\(first.origin)}\(first.path)")))
    }
}

/// What has been read of resources.
final class ResourceFacts: Facts {
    var declared: [Declared<ProtectedResource>] = []
    /// One could not be read: who names one that is not known may name that.
    var hasUnreadable = false
    /// Every spelling of every resource, each with the place where it is written.
    private var spellings: [ResourceIndicator: SourceSpan] = [:]

    /// What was there before, by itself or after what clients do to a URL, is reported.
    fileprivate func add(_ uri: ResourceIndicator, at field: Field) {
        guard let first = spellings[uri] else {
            spellings[uri] = field.span
            return
        }
        let reason = "clients normalise URLs: these two are one to them"
        field.decoding.findings.error(
            .duplicateEntry, "resource \(quoted(uri.text)) is declared twice", at: field.span,
            remedy: field.keySpan == nil ? field.remove().because(reason) : Remedy(reason),
            related: Finding.Related(message: "first declared here", span: first))
    }
}

extension ValueType<ResourceIndicator> {
    fileprivate static var resource: ValueType {
        ValueType("an http or https URL without a fragment") { $0.resourceURI() }
    }
}

extension Field {
    private func meantScheme(of text: String) -> Remedy? {
        let scheme = String(text.prefix { $0 != ":" })
        return Remedy.meant(by: scheme, among: ["http", "https"], called: nil) { name in
            write(name + text.dropFirst(scheme.count)).edit
        }
    }

    fileprivate func spelling(of resource: ResourceIndicator) -> ResourceIndicator? {
        guard let uri = resourceURI(isSpelling: true) else { return nil }
        if !uri.hasOrigin(of: resource) {
            warning(
                .otherOrigin,
                "\(quoted(uri.text)) is at another origin: who asks for a token for that is given one for \(resource)",
                hint: "keep it only if both lead to the same MCP server")
        }
        return uri
    }

    /// - Parameter isSpelling: No request is ever made to it.
    fileprivate func resourceURI(isSpelling: Bool = false) -> ResourceIndicator? {
        guard let text = text(such: "https://mcp.example.com/mcp") else { return nil }
        do {
            let uri = try ResourceIndicator(written: text.value)
            if uri.isInTheClear(decoding[ServerFacts.self].plainHTTP), !isSpelling {
                warning(
                    .invalidValue, "tokens for \(text.shown) travel in the clear",
                    remedy: writeHTTPS(in: text.value, or: URIWords.whereVouchedFor(text.value)))
            }
            if !isSpelling, let plain = uri.withoutEmptySegments {
                warning(
                    .invalidValue, "\(text.shown) has two slashes in a row: clients ask for another resource",
                    remedy: write(plain))
            }
            decoding[ResourceFacts.self].add(uri, at: self)
            return uri
        } catch {
            let completed = MissingScheme.completed(text.value) {
                (try? ResourceIndicator(written: $0))?.isInTheClear(decoding[ServerFacts.self].plainHTTP)
                    == false
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
