import Diagnostics
import Foundation
import RouteManifest
import Router
import Support
import Testing

/// The input half of a case: a manifest, with lines in it that set the scene and are comments to the manifest itself.
///
///     #! shipped                   the manifest is the repository's routes.yaml
///     #! environment NAME=value
///     #! profile production
///     #! enable register
///     #! disable token
///     #! ask GET /token            a request that is asked about; behind it host=… and origin=…
struct PlanCase {
    private var surroundings = ManifestSurroundings(templates: Installation.templates)
    private var overrides = ManifestOverrides()
    private var text: String
    private(set) var asked: [Asked] = []

    struct Asked {
        let method: String
        let path: String
        var named: [String: String] = [:]

        init?(_ words: [String]) {
            guard words.count >= 2 else { return nil }
            (method, path) = (words[0], words[1])
            for word in words.dropFirst(2) {
                let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
                named[pair[0]] = pair[1]
            }
        }
    }

    init(_ text: String) {
        self.text = text
        for line in text.split(separator: "\n") where line.hasPrefix("#! ") {
            let words = line.dropFirst(3).split(separator: " ", maxSplits: 1).map(String.init)
            let argument = words.count > 1 ? words[1] : ""
            switch words[0] {
            case "shipped": self.text = Self.shipped
            case "environment":
                let pair = argument.split(separator: "=", maxSplits: 1).map(String.init)
                surroundings.environment[pair[0]] = pair[1]
            case "profile": overrides.profile = argument
            case "enable": overrides.enable.append(argument)
            case "ask":
                if let asked = Asked(argument.split(separator: " ").map(String.init)) {
                    self.asked.append(asked)
                }
            case "disable": overrides.disable.append(argument)
            default: Issue.record("unknown line: \(line)")
            }
        }
    }

    /// Fails where the manifest has errors: a case is about plans, not about diagnostics.
    func plan() throws -> RoutePlan {
        let result = ManifestLoader(surroundings: surroundings, overrides: overrides).load(Array(text.utf8))
        let errors = result.diagnostics.filter { $0.severity == .error }
        let manifest = try #require(result.manifest, "\(errors.map(\.message))")
        return RoutePlan(manifest)
    }

    private static let shipped: String = {
        let file = Installation.package.appendingPathComponent("routes.yaml")
        return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }()
}
