import Diagnostics
import StrictYAML
import YAML

extension Decoding {
    func routes(_ field: Field?, defaults: RouteDefaults) -> [RouteDraft] {
        guard let reader = field?.mapping(such: "{ health: { path: /health, handler: health } }") else {
            return []
        }
        let entries = reader.all()
        if entries.isEmpty {
            field?.error(
                .missingKey, "'routes' declares no route", hint: "start from the shipped routes.yaml")
        }
        self[RouteFacts.self].names = entries.map(\.entry.key)
        return entries.compactMap { entry, field in
            guard let name = RouteName(entry.key) else {
                findings.error(
                    .invalidValue, "\(quoted(entry.key)) is not a name for a route", at: entry.keySpan,
                    remedy: remedy(forName: entry, among: entries.map(\.entry)))
                return nil
            }
            return KeyList<RouteDraft>.route.read(
                field, called: "route '\(name)'",
                RouteDraft(name: name, nameSpan: entry.keySpan, defaults: defaults)
            ) { route, _ in route }
        }
    }

    private func remedy(forName entry: YAMLEntry, among entries: [YAMLEntry]) -> Remedy {
        guard let name = RouteName.nearest(to: entry.key), !entries.contains(where: { $0.key == name }) else {
            return Remedy(RouteName.alphabet)
        }
        return Remedy("write \(name)", edit: Remedy.Edit(entry.keySpan, name))
    }
}

extension ValueType<RoutePath> {
    static var path: ValueType {
        ValueType(RoutePath.shape) { field in
            field.parse(.path, such: "/oauth/token", RoutePath.init) { flaw, text in
                let (message, hint) = flaw.explanation(text)
                let meant = RoutePath.meant(by: text.value).map { field.write($0.text) }
                return (
                    message,
                    meant.map { remedy in hint.map(remedy.because) ?? remedy } ?? hint.map { Remedy($0) }
                )
            }
        }
    }
}

final class RouteFacts: Facts {
    /// As they stand in the file.
    fileprivate(set) var names: [String] = []
}

extension RoutePathFlaw {
    fileprivate func explanation(_ text: FilledText) -> (message: String, hint: String?) {
        switch self {
        case .relative: ("path \(text.shown) does not begin with a slash", nil)
        case .query: ("path \(text.shown) has a query", "a route answers any query")
        case .fragment: ("path \(text.shown) has a fragment", "browsers never send it")
        case .pattern:
            (
                "path \(text.shown) has a wildcard",
                "paths are compared letter for letter; list others under 'aliases'"
            )
        case .tooLong: ("the path is longer than 512 bytes", "shorten it")
        case .character(let scalar):
            (
                "path \(text.shown) has a character that paths here can't have: \(quoted(String(scalar)))",
                "letters, digits and -._~!$&'()+,;=:@ are fine, escapes are not"
            )
        case .dotSegment: ("path \(text.shown) has a '.' or '..' in it", nil)
        case .emptySegment: ("path \(text.shown) has two slashes in a row", nil)
        }
    }
}
