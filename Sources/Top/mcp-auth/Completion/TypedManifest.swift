import ArgumentParser
import AuthorizationServer
import RouteManifest

/// The manifest that a command line names which is still being typed.
struct TypedManifest {
    private let file: ManifestFile

    /// - Parameters:
    ///   - words: All of the line, as the shell has them.
    ///   - index: Of the one that is typed.
    init?(_ words: [String], completing index: Int) {
        guard words.indices.contains(index) else { return nil }
        var others = words.map { ShellWord($0).text }
        others.remove(at: index)
        // The option whose value it is.
        if index > 0, others[index - 1].hasPrefix("-") { others.remove(at: index - 1) }
        guard let command = try? Command.parseAsRoot(Self.joined(Array(others.dropFirst()))) else {
            return nil
        }
        let groups = Mirror(reflecting: command).children.lazy.compactMap {
            $0.value as? OptionGroup<ManifestOptions>
        }
        guard let options = groups.first?.wrappedValue else { return nil }
        file = options.manifest
    }

    /// In the order of the file.
    var routes: [String] {
        file.loadNames(ManifestOverrides())?.routes?.map(\.name.text) ?? []
    }

    /// That of the file, and those of routes.
    var profiles: [String] {
        // In a profile that nobody has, each route says which it needs.
        let routes = file.loadNames(ManifestOverrides(profile: "none-of-these"))?.routes ?? []
        let needed = routes.flatMap { route -> [String] in
            if case .off(.profile(_, let needed)) = route.state { needed.map(\.text) } else { [] }
        }
        let own = file.loadNames(ManifestOverrides())?.manifest.map { [$0.profile.text] } ?? []
        return Array(Set(needed + own)).sorted()
    }

    /// In bash an equals sign is a word of its own.
    private static func joined(_ words: [String]) -> [String] {
        var joined: [String] = []
        for (index, word) in words.enumerated() {
            let isBehind = index > 0 && words[index - 1] == "="
            if word == "=" || isBehind, let last = joined.popLast() {
                joined.append(last + word)
            } else {
                joined.append(word)
            }
        }
        return joined
    }
}
