import Diagnostics
import StrictYAML
import Suggestions

extension Decoding {
    /// Settles which routes are on. The command line goes before the file, and `--disable` before `--enable`.
    func switchRoutes(
        _ routes: inout [RouteDraft], profile: ProfileName, isPublic: Bool, _ areWhole: Bool
    ) {
        if areWhole { checkNames(routes) }
        for index in routes.indices {
            let route = routes[index]
            if overrides.disable.contains(route.name.text) {
                routes[index].state = .off(.commandLine(route.name))
            } else if overrides.enable.contains(route.name.text) {
                routes[index].state = .on
            } else if route.state == .on, let profiles = route.profiles,
                !profiles.contains(where: { $0.value == profile })
            {
                routes[index].state = .off(.profile(active: profile, needed: profiles.map(\.value)))
            } else if route.state == .on, isPublic, route.isOnlyImplied,
                route.descriptor?.isForOperators == true
            {
                routes[index].state = .off(.publicIssuer)
            }
        }
        guard areWhole else { return }
        let served = Set(routes.filter { $0.state == .on }.compactMap(\.handler))
        for index in routes.indices where routes[index].state == .on {
            guard let missing = routes[index].handler?.descriptor.needs.first(where: { !served.contains($0) })
            else {
                continue
            }
            routes[index].state = .off(.dependency(on: missing))
        }
        switchReferences(&routes)
    }

    /// Without its section the fake login has nobody to offer; where people sign in at providers that is no mistake.
    func switchFakeLogin(_ routes: inout [RouteDraft]) {
        let handlers: [HandlerName] = [.fakeAuthorize, .fakeCallback, .fakeLogout]
        for index in routes.indices where routes[index].state == .on {
            guard let handler = routes[index].handler, handlers.contains(handler) else { continue }
            routes[index].state = .off(.section("upstream"))
        }
    }

    /// What the command line and the other routes change of what the file says.
    func tellSwitches(_ draft: ManifestDraft) {
        guard isTelling else { return }
        if case .commandLine = draft.profile.source {
            overrule(ValuePath.root.key("profile"), draft.profile.name.text, because: "--profile")
        }
        for route in draft.routes where route.state != route.written?.state {
            let path = ValuePath.root.key("routes").key(route.name.text)
            switch route.state {
            case .off(let reason): overrule(path.key("enabled"), "false", because: "\(reason)")
            case .on:
                overrule(path.key("enabled"), "true", because: "--enable \(route.name)")
                overrule(path.key("profiles"), nil, because: "--enable \(route.name)")
            }
        }
    }

    /// An answer that has the URL of a route goes with that route, and with the answer what has its URL.
    private func switchReferences(_ routes: inout [RouteDraft]) {
        var served = Set(routes.filter { $0.state == .on }.map(\.name))
        var isSettled = false
        while !isSettled {
            isSettled = true
            for index in routes.indices where routes[index].state == .on {
                let references = routes[index].written?.binding.references ?? []
                guard let missing = references.first(where: { !served.contains($0) }) else { continue }
                routes[index].state = .off(.reference(to: missing))
                served.remove(routes[index].name)
                isSettled = false
            }
        }
    }

    private func checkNames(_ routes: [RouteDraft]) {
        let known = routes.map(\.name.text)
        for (option, names) in [("--enable", overrides.enable), ("--disable", overrides.disable)] {
            for name in names where !known.contains(name) {
                findings.error(
                    .unknownRoute, "\(option): there is no route \(quoted(name))", at: nil,
                    remedy: Remedy.meant(by: name, among: known, called: "routes") { _ in nil })
            }
        }
        for name in overrides.enable where overrides.disable.contains(name) && known.contains(name) {
            findings.error(
                .conflictingKeys, "route \(quoted(name)) is named by both --enable and --disable", at: nil,
                hint: "leave out one of them")
        }
    }
}
