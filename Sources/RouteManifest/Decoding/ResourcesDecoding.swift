import OAuthModel
import YAML

extension Decoding {
    func resources(
        _ field: Field?, scopes: [ScopeDeclaration], plainHTTP: PlainHTTPHosts
    ) -> [ResourceDeclaration] {
        var spellings = ResourceSpellings()
        var firstPlace: Field?
        let declared = (field?.list() ?? []).compactMap { entry -> ResourceDeclaration? in
            guard var reader = entry.mapping("a resource") else { return nil }
            let identifier = reader.require(
                "resource", hint: "the URL under which clients reach the MCP server")
            let uri = identifier?.resourceURI(plainHTTP)
            let others = reader.take("also_known_as")?.list() ?? []
            let name = reader.take("name")?.line()?.value
            let ceiling = reader.take("scopes").map { scopeNames($0, among: scopes) }
            reader.finish()
            guard let identifier, let uri else { return nil }
            spellings.add(uri, at: identifier)
            firstPlace = firstPlace ?? identifier
            return ResourceDeclaration(
                resource: uri,
                alsoKnownAs: others.compactMap { spelling($0, of: uri, plainHTTP, &spellings) },
                name: name ?? uri.text, scopes: ceiling ?? scopes.map(\.name))
        }
        if let firstPlace { checkBaseURI(declared, at: firstPlace) }
        return declared
    }

    /// `BASE_URI` is where the demo MCP server says it is: the resource that its clients ask for lies under it.
    private func checkBaseURI(_ declared: [ResourceDeclaration], at place: Field) {
        guard let base = surroundings.environment["BASE_URI"].flatMap({ ResourceIndicator($0) }),
            !declared.contains(where: { $0.resource.indicator.isUnder(base) }), let first = declared.first
        else { return }
        place.warning(
            .baseURI,
            "no resource is under BASE_URI (\(quoted(base.text))): clients of the MCP server there get no tokens",
            hint: "write \"${BASE_URI:-\(first.resource.indicator.origin)}\(first.resource.indicator.path)\"")
    }

    private func spelling(
        _ field: Field, of resource: ResourceURI, _ plainHTTP: PlainHTTPHosts,
        _ spellings: inout ResourceSpellings
    ) -> ResourceURI? {
        guard let uri = field.resourceURI(plainHTTP, isSpelling: true) else { return nil }
        spellings.add(uri, at: field)
        if !uri.indicator.hasOrigin(of: resource.indicator) {
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
    mutating func add(_ uri: ResourceURI, at field: Field) {
        guard let first = places[uri.indicator] else {
            places[uri.indicator] = field.span
            return
        }
        field.decoding.findings.error(
            .duplicateEntry, "resource \(quoted(uri.text)) is declared twice", at: field.span,
            hint: "clients normalise URLs: these two are one to them",
            related: Finding.Related(message: "first declared here", span: first))
    }
}

extension ResourceDeclaration {
    /// All that clients may call it.
    var spellings: [ResourceIndicator] { [resource.indicator] + alsoKnownAs.map(\.indicator) }
}

extension Field {
    /// - Parameter isSpelling: No request is ever made to it.
    fileprivate func resourceURI(_ plainHTTP: PlainHTTPHosts, isSpelling: Bool = false) -> ResourceURI? {
        guard let text = text() else { return nil }
        do {
            let uri = try ResourceURI(text.value, plainHTTP: plainHTTP)
            if uri.isInTheClear, !isSpelling {
                warning(
                    .invalidValue, "tokens for \(text.shown) travel in the clear",
                    hint: URIWords.remedy(ofPlainHTTP: text.value) ?? "use https")
            }
            if !isSpelling, let plain = uri.withoutEmptySegments {
                warning(
                    .invalidValue, "\(text.shown) has two slashes in a row: clients ask for another resource",
                    hint: "write \(plain)")
            }
            return uri
        } catch {
            let completed = URIWords.completed(text.value) {
                (try? ResourceURI($0, plainHTTP: plainHTTP))?.isInTheClear == false
            }.map { "write \($0)" }
            let (message, hint): (String, String) =
                switch error {
                case .notASCII(let spelling):
                    ("\(text.shown) is not written in ASCII", URIWords.asciiHint(spelling))
                case .notAURI:
                    (
                        "\(text.shown) is not an absolute URI",
                        completed ?? "write the whole URL: https://mcp.example.com/mcp"
                    )
                case .scheme:
                    (
                        "a resource is an http or https URL, not \(text.shown)",
                        completed ?? "write the scheme too: https://…, or http://… on this machine"
                    )
                case .fragment:
                    ("a resource has no fragment (RFC 8707 §2)", "remove the # and what follows it")
                case .userInfo: ("a resource has no user name in it", "remove what is before the @")
                case .host(let host): (URIWords.noHost(host), URIWords.hostHint)
                }
            self.error(.invalidValue, message, hint: hint)
            return nil
        }
    }
}
