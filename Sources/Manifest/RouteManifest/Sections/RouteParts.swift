import StrictYAML
import YAML

/// The keys of a route whose meaning depends on its handler. Where the handler is not known they are read for their own
/// sake only.
extension RouteDraft {
    mutating func readMethods(_ field: Field?) {
        let served = descriptor?.methods ?? []
        methods = descriptor?.standingMethods ?? served
        guard let entries = field?.list(), let field else { return }
        methods = field.decoding.distinct(entries) { $0.method(handler) }
        let missing = served.filter { !methods.contains($0) }.map(\.rawValue)
        guard let handler, handler.descriptor.standingMethods == nil, methods.count == entries.count,
            !missing.isEmpty
        else { return }
        field.error(
            .method, "\(handler.rawValue) needs \(missing.joined(separator: " and ")) too",
            remedy: field.writeYAML(YAMLText.list(served.map(\.rawValue))))
    }

    mutating func readTemplate(_ field: Field?, _ reader: MappingReader) {
        if let handler, handler.descriptor.template == nil {
            field?.isUseless("a route of \(handler.rawValue) has no 'template'")
            return
        }
        template = field.flatMap(ValueType.template.read)
        guard field == nil, let handler, let shipped = handler.descriptor.template,
            !reader.isMisspelt(["template"])
        else { return }
        reader.decoding.findings.error(
            .template, "route '\(name)' needs 'template': \(handler.rawValue) shows a page",
            at: reader.titleSpan, remedy: reader.add("template", shipped.text))
    }

    mutating func settleCORS(_ field: Field?) {
        guard let handler, handler.descriptor.isPage else { return }
        if let field, cors != .sameOrigin {
            field.isUseless(
                "\(handler.rawValue) is for the browser itself: no other page may read its answers",
                .conflictingKeys)
        }
        cors = .sameOrigin
    }
}

extension Field {
    fileprivate func method(_ handler: HandlerName?) -> RouteMethod? {
        guard let text = text() else { return nil }
        guard let method = RouteMethod(rawValue: text.value) else {
            error(
                .method, "\(text.shown) is not a method that a route can have",
                remedy: meantMethod(text.value)
            )
            return nil
        }
        guard let handler, !handler.descriptor.methods.contains(method) else { return method }
        let other = handler.descriptor.methods.map(\.rawValue).first { !siblings.contains($0) }
        error(
            .method, "\(handler.rawValue) can't serve \(method.rawValue)",
            remedy: other.map(write) ?? remove())
        return nil
    }

    private func meantMethod(_ word: String) -> Remedy? {
        switch word.uppercased() {
        case "HEAD": remove().because("HEAD comes with GET by itself")
        case "OPTIONS":
            remove().because("preflights are answered by themselves where cors allows it")
        case let upper where RouteMethod(rawValue: upper) != nil && siblings.contains(upper):
            remove().because("\(upper) is listed already")
        case let upper where RouteMethod(rawValue: upper) != nil:
            write(upper).because("methods are written in capitals")
        default: meant(word, among: RouteMethod.allCases.map(\.rawValue), called: "methods")
        }
    }

    /// Who may call: one word or a list of them.
    ///
    /// - Parameter accepted: Those that make sense here.
    func callers(_ accepted: [RouteAuth], _ handler: HandlerName?) -> [RouteAuth]? {
        guard let handler else { return nil }
        let given: [RouteAuth]?
        if case .scalar = node.content {
            given = choice(among: accepted, code: .auth).map { [$0] }
        } else {
            given = list().map { decoding.distinct($0) { $0.choice(among: accepted, code: .auth) } }
        }
        let words = YAMLText.list(accepted.map(\.rawValue))
        if case .sequence(let entries) = node.content, entries.isEmpty {
            error(
                .auth, "\(label) names nobody",
                remedy: writeYAML(words).or("turn the route off with enabled: false"))
        }
        for value in given ?? [] where !accepted.contains(value) {
            let harm = value == .anyone ? handler.descriptor.opennessHarms : nil
            error(
                harm == nil ? .auth : .openIntrospection,
                harm ?? "\(handler.rawValue) can't have auth '\(value.rawValue)'",
                remedy: writeYAML(words))
        }
        return given?.filter(accepted.contains)
    }
}

extension ValueType<TemplateName> {
    /// Of a file that is there.
    static var template: ValueType {
        ValueType("the name of a file of the templates folder", pattern: TemplateName.pattern) { field in
            let present = field.decoding.surroundings.templates
            guard let text = field.text(such: "consent.html") else { return nil }
            guard let template = TemplateName(text.value) else {
                field.error(
                    .template, "\(text.shown) is not a name for a template",
                    hint: "templates lie in the templates folder itself: letters, digits and ._- and no path")
                return nil
            }
            if present.contains(template.text) { return template }
            field.error(
                .template, "there is no template \(text.shown)",
                remedy: field.meant(text.value, among: present.sorted(), called: "templates")
                    ?? Remedy("the folder 'templates' beside the manifest is missing or empty"))
            return nil
        }
    }
}

extension ValueType<HandlerName> {
    /// One that a route of the file can have.
    fileprivate static var words: [String] { HandlerName.writable.map(\.rawValue) }

    static var handler: ValueType {
        ValueType(.word(words)) {
            YAMLText.scalar($0.rawValue)
        } read: { field in
            field.choice(among: words, code: .unknownHandler, called: "handler") { word in
                HandlerName(rawValue: word).flatMap { $0.descriptor.isMade ? nil : $0 }
            }
        }
    }
}
