import StrictYAML
import YAML

/// The keys of a route whose meaning depends on its handler. Where the handler is not known they are read for their own
/// sake only.
extension Decoding {
    func methods(_ field: Field?, _ handler: HandlerName?) -> [RouteMethod] {
        let served = handler?.descriptor.methods ?? []
        let standing = handler?.descriptor.standingMethods
        guard let entries = field?.list(), let field else { return standing ?? served }
        let methods = distinct(entries) { method($0, handler) }
        let missing = standing == nil ? served.filter { !methods.contains($0) }.map(\.rawValue) : []
        if let handler, methods.count == entries.count, !missing.isEmpty {
            field.error(
                .method, "\(handler.rawValue) needs \(missing.joined(separator: " and ")) too",
                remedy: field.writeYAML(YAMLText.list(served.map(\.rawValue))))
        }
        return methods
    }

    private func method(_ field: Field, _ handler: HandlerName?) -> RouteMethod? {
        guard let text = field.text() else { return nil }
        guard let method = RouteMethod(rawValue: text.value) else {
            field.error(
                .method, "\(text.shown) is not a method that a route can have",
                remedy: methodRemedy(field, text.value))
            return nil
        }
        if let handler, !handler.descriptor.methods.contains(method) {
            let served = handler.descriptor.methods.map(\.rawValue)
            let others = served.filter { !field.siblings.contains($0) }
            field.error(
                .method, "\(handler.rawValue) can't serve \(method.rawValue)",
                remedy: others.first.map(field.write) ?? field.remove())
            return nil
        }
        return method
    }

    private func methodRemedy(_ field: Field, _ word: String) -> Remedy? {
        switch word.uppercased() {
        case "HEAD": field.remove().because("HEAD comes with GET by itself")
        case "OPTIONS":
            field.remove().because("preflights are answered by themselves where cors allows it")
        case let upper where RouteMethod(rawValue: upper) != nil && field.siblings.contains(upper):
            field.remove().because("\(upper) is listed already")
        case let upper where RouteMethod(rawValue: upper) != nil:
            field.write(upper).because("methods are written in capitals")
        default: field.meant(word, among: RouteMethod.allCases.map(\.rawValue), called: "methods")
        }
    }

    func template(
        _ field: Field?, _ reader: MappingReader, _ handler: HandlerName?, _ name: RouteName
    ) -> TemplateName? {
        guard let handler else { return field?.templateName() }
        guard let shipped = handler.descriptor.template else {
            if let field {
                field.error(
                    .uselessKey, "a route of \(handler.rawValue) has no 'template'",
                    remedy: field.remove(called: "template"), at: field.keySpan)
            }
            return nil
        }
        guard let field else {
            if reader.isMisspelt(["template"]) { return nil }
            findings.error(
                .template, "route '\(name)' needs 'template': \(handler.rawValue) shows a page",
                at: reader.titleSpan, remedy: reader.add("template", shipped.text))
            return nil
        }
        return field.templateName()
    }

    func cors(_ field: Field?, _ handler: HandlerName?, _ defaults: RouteDefaults) -> CORSPolicy {
        let policy = field?.corsPolicy()
        guard let handler else { return policy ?? defaults.cors }
        guard handler.descriptor.isPage else { return policy ?? defaults.cors }
        if let field, let policy, policy != .sameOrigin {
            field.error(
                .conflictingKeys,
                "\(handler.rawValue) is for the browser itself: no other page may read its answers",
                remedy: field.remove(called: "cors"), at: field.keySpan)
        }
        return .sameOrigin
    }

    func auth(_ field: Field?, _ handler: HandlerName?) -> [RouteAuth] {
        let accepted = handler?.descriptor.callers ?? [.anyone]
        guard let field, let handler else { return [accepted[0]] }
        guard let given = field.authList(accepted) else { return [accepted[0]] }
        let words = YAMLText.list(accepted.map(\.rawValue))
        if given.isEmpty, case .sequence(let entries) = field.node.content, entries.isEmpty {
            field.error(
                .auth, "\(field.label) names nobody",
                remedy: field.writeYAML(words).or("turn the route off with enabled: false"))
        }
        for value in given where !accepted.contains(value) {
            let harm = value == .anyone ? handler.descriptor.opennessHarms : nil
            field.error(
                harm == nil ? .auth : .openIntrospection,
                harm ?? "\(handler.rawValue) can't have auth '\(value.rawValue)'",
                remedy: field.writeYAML(words))
        }
        return given.filter(accepted.contains)
    }

    func cache(_ field: Field?, _ handler: HandlerName?) -> Duration? {
        let caching = handler?.descriptor.caching ?? .asSaid(standing: nil)
        switch caching {
        case .asSaid(let standing): return field?.cache() ?? standing
        case .never:
            if let field, let handler, field.cache() != nil {
                field.error(
                    .uselessKey, "answers of \(handler.rawValue) are never cached",
                    remedy: field.remove(called: "cache"), at: field.keySpan)
            }
            return nil
        }
    }

    func isAdvertised(_ field: Field?, _ handler: HandlerName?) -> Bool {
        guard let field else { return true }
        // What can't be read has been told of.
        let isAdvertised = field.boolean() ?? false
        if let handler, !handler.descriptor.isAdvertised {
            field.error(
                .uselessKey, "nothing advertises \(handler.rawValue)",
                remedy: field.remove(called: "advertised"), at: field.keySpan)
        }
        return isAdvertised
    }

    /// `with`, by the options that the handler has, and each of those with its place.
    func binding(
        _ field: Field?, _ handler: HandlerName?, _ path: ValuePath
    ) -> (HandlerBinding?, [String: Field]) {
        guard let handler else { return (nil, [:]) }
        switch handler.descriptor.options {
        case .none(let binding, let former):
            if let field, !former(field, self) {
                field.error(
                    .uselessKey, "\(handler.rawValue) has no options", remedy: field.remove(called: "with"),
                    at: field.keySpan)
            }
            return (binding, [:])
        case .some(let options):
            guard let field else {
                return (options.isRequired ? nil : options.read(nil, path, self), [:])
            }
            guard let fields = field.mapping(such: options.example)?.all() else { return (nil, [:]) }
            return (
                options.read(field, path, self),
                Dictionary(fields.map { ($0.entry.key, $0.field) }) { first, _ in first }
            )
        }
    }
}

extension Field {
    /// Of a file that is there.
    func templateName() -> TemplateName? {
        let present = decoding.surroundings.templates
        guard let text = text(such: "consent.html") else { return nil }
        guard let template = TemplateName(text.value) else {
            error(
                .template, "\(text.shown) is not a name for a template",
                hint: "templates lie in the templates folder itself: letters, digits and ._- and no path")
            return nil
        }
        guard present.contains(template.text) else {
            error(
                .template, "there is no template \(text.shown)",
                remedy: meant(text.value, among: present.sorted(), called: "templates")
                    ?? Remedy("the folder 'templates' beside the manifest is missing or empty"))
            return nil
        }
        return template
    }
}
