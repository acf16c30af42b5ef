import ArgumentParser
import AuthorizationServer
import RouteManifest
import StrictYAML

/// What a shell offers where a value is typed. What the names of a manifest are is asked when it is typed, and whatever goes wrong then
/// is nothing to say about a line that isn't finished: nothing is offered.
extension CompletionKind {
    /// A manifest.
    static let manifest = file(extensions: ["yaml", "yml"])

    /// What ``Explain`` lists, and a key where one is begun.
    static let explained = custom { _, _, prefix in
        ExplainedWord.groups.flatMap { prefix.contains(".") ? $0.words : $0.listed }.map(\.word)
    }

    /// Routes of the manifest that the command line names, between commas.
    static let routes = custom { words, index, prefix in
        let manifest = TypedManifest(words, completing: index)
        // What stands in front of the last comma stays, and is not offered again.
        let listed = prefix.split(separator: ",", omittingEmptySubsequences: false).dropLast().map(
            String.init)
        return (manifest?.routes ?? []).filter { !listed.contains($0) }.map {
            (listed + [$0]).joined(separator: ",")
        }
    }

    /// Profiles that it names.
    static let profiles = custom { words, index, _ in
        TypedManifest(words, completing: index)?.profiles ?? []
    }

    /// Rules that a manifest can break.
    static let diagnosticCodes = list(DiagnosticCode.allCases.map(\.rawValue))

    /// Methods that a route can have.
    static let methods = list(RouteMethod.allCases.map(\.rawValue))
}
