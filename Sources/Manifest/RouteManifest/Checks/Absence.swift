import StrictYAML
import YAML

/// That no route of a handler is on: why not, where that is written, and what changes it.
struct Absence {
    let reason: String
    /// Nil for the command line.
    let place: SourceSpan?
    let remedy: Remedy?
}

extension ManifestFacts {
    func absence(of handler: HandlerName) -> Absence {
        guard let route = draft.routes.first(where: { $0.handler == handler }),
            case .off(let reason) = route.state
        else {
            let remedy = insertion(of: handler)
            return Absence(
                reason: "no route has handler \(handler.rawValue)",
                place: remedy.place ?? field("routes")?.keySpan,
                remedy: remedy)
        }
        let words = "route '\(route.name)' is off"
        switch reason {
        case .manifest:
            return Absence(
                reason: "\(words) (enabled: false)", place: route.field("enabled")?.span,
                remedy: route.field("enabled")?.write("true"))
        case .commandLine(let name):
            return Absence(
                reason: "\(words) (--disable \(name))", place: nil,
                remedy: Remedy("leave \(name) out of --disable"))
        case .profile(let active, _):
            let (place, remedy) = change(of: route, for: active)
            return Absence(reason: "\(words) (\(reason))", place: place, remedy: remedy)
        case .publicIssuer:
            return Absence(
                reason: "\(words) (\(reason))", place: route.nameSpan, remedy: route.turningOn)
        case .dependency, .reference, .section:
            return Absence(reason: "\(words) (\(reason))", place: route.nameSpan, remedy: nil)
        }
    }

    /// What would turn on a route that is off in the active profile, and where: a slip is where the rarer name is.
    private func change(of route: RouteDraft, for active: ProfileName) -> (SourceSpan?, Remedy?) {
        let profiles = route.profiles ?? []
        let known = profiles.map(\.value.text)
        if !isOdd(active) {
            for profile in profiles {
                let meant = profile.field.meant(profile.value.text, among: [active.text], called: nil)
                if let meant { return (profile.field.span, meant) }
            }
            let list = YAMLText.list(known + [active.text])
            let field = route.field("profiles")
            let added = field?.add(active.text, words: "write profiles: \(list)")
            let isFake = route.handler == .fakeAuthorize || route.handler == .fakeCallback
            return (field?.span, isFake ? added?.or("name a provider under 'upstreams'") : added)
        }
        let other = "add \(active) to the profiles of each route that is needed"
        switch draft.profile.source {
        case .manifest(let field):
            let meant = field.meant(active.text, among: known, called: nil)
            return (field.span, meant ?? known.first.map { field.write($0).or(other) })
        case .commandLine, .standing:
            let meant = Remedy.meant(by: active.text, among: known, called: nil) { _ in nil }
            return (nil, meant ?? Remedy("\(other), or leave out --profile \(active)"))
        }
    }

    /// All that routes and providers name.
    var profiles: [Placed<ProfileName>] {
        draft.routes.flatMap { $0.profiles ?? [] } + draft.upstreams.flatMap { $0.profiles ?? [] }
    }

    /// No route names it, and nobody else does.
    func isOdd(_ profile: ProfileName) -> Bool {
        profile != .demo && !profiles.contains { $0.value == profile }
    }

    /// The route as the shipped manifest has it, in front of the one that comes next there.
    private func insertion(of handler: HandlerName) -> Remedy {
        let unique = handler.rawValue.replacing(".", with: "_")
        let (usual, path) = handler.descriptor.shipped ?? (unique, "/\(unique)")
        let name = draft.routes.contains { $0.name.text == usual } ? unique : usual
        let template = handler.descriptor.template.map { ", template: \($0)" } ?? ""
        let text = "\(name): { path: \(path), handler: \(handler.rawValue)\(template) }"
        let words = "insert \(text)"
        guard let routesField = field("routes"), case .mapping(let entries) = routesField.node.content,
            !active.contains(where: { $0.paths.contains { $0.value.text == path } })
        else { return Remedy(words) }
        let later = HandlerName.allCases.drop { $0 != handler }.dropFirst()
        let next = draft.routes.first { $0.handler.map(later.contains) ?? false }
        let collection = decoding.collection(routesField.node)
        return Remedy(
            words,
            edit: collection.insertion(
                of: text, before: entries.firstIndex { $0.key == next?.name.text }))
    }
}
