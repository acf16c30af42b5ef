import ArgumentParser
import RouteManifest

/// A manifest to start from. Its text is a file in `Starters`, beside this one, which the build puts into the program.
enum Starter: String, CaseIterable, ExpressibleByArgument {
    /// The shipped one.
    case demo
    case team

    /// What it consists of, by the path in its folder. The manifest is last: where it is, all the others are.
    var files: [(name: String, contents: [UInt8])] {
        Self.templates.map { ("\(Self.templatesFolder)/\($0.name)", $0.contents) } + [
            (Self.schemaName, Array("\(ManifestSchema.text)\n".utf8)), (Self.manifestName, text),
        ]
    }

    static let manifestName = "routes.yaml"
    /// For editors; the first line of the manifest names it.
    static let schemaName = "routes.schema.json"
    static let templatesFolder = "templates"

    private var text: [UInt8] {
        switch self {
        case .demo: PackageResources.demo_yaml
        case .team: PackageResources.team_yaml
        }
    }

    /// Those of the repository, which both share.
    private static var templates: [(name: String, contents: [UInt8])] {
        [
            ("choose.html", PackageResources.choose_html),
            ("consent.html", PackageResources.consent_html), ("error.html", PackageResources.error_html),
            ("flow.html", PackageResources.flow_html), ("flows.html", PackageResources.flows_html),
            ("flows_foot.html", PackageResources.flows_foot_html),
            ("flows_head.html", PackageResources.flows_head_html),
            ("head.html", PackageResources.head_html), ("logged_out.html", PackageResources.logged_out_html),
            ("login.html", PackageResources.login_html), ("operator.html", PackageResources.operator_html),
            ("server.html", PackageResources.server_html), ("start.css", PackageResources.start_css),
            ("start.html", PackageResources.start_html), ("style.css", PackageResources.style_css),
            ("trial.html", PackageResources.trial_html),
            ("timeline.css", PackageResources.timeline_css),
        ]
    }

    /// Names of the files with secrets, without `.secret`, that it wants beside it.
    private var secrets: [String] {
        switch self {
        case .demo: []
        case .team: ["auth-server", "mcp-server", "nightly-report"]
        }
    }

    /// Commands to paste.
    func nextSteps(in place: StarterPlace) -> [String] {
        // As it was called, for it need not lie where a shell looks.
        let program = CommandLine.arguments.first ?? "mcp-auth"
        let manifest = place.isCurrent ? "" : " " + place.quoted(Self.manifestName)
        let serve = "  \(program) serve\(manifest)"
        guard !secrets.isEmpty else { return ["next:", serve] }
        let names = secrets.joined(separator: " ")
        return [
            "next, the secrets that it names:",
            "  (umask 077 && for name in \(names); do openssl rand -hex 32 >\(place.quoted("$name.secret")); done)",
            "then:", "  \(program) check\(manifest)", serve,
        ]
    }
}
