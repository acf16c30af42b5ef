import AuthorizationServer
import RouteManifest
import Router
import Web

/// What the program says when it has started: who it is, where things are, what is off, and what to try next.
struct StartLines {
    let text: String

    init(
        _ plan: RoutePlan, listening addresses: [String], _ manifest: Manifest, _ file: ManifestFile,
        showsCommands: Bool
    ) {
        let server = manifest.server
        let isAlone = plan.issuer.isForDevelopment && server.bind.allSatisfy(\.isLoopback)
        var lines = [
            "mcp-auth \(AuthorizationServer.version) serves \(plan.issuer)",
            "  listens   \(addresses.joined(separator: ", "))"
                + (isAlone ? ": this machine only, until server.bind says otherwise" : ""),
        ]
        if let names = TrustedNames(manifest) { lines.append("  trusts    \(names.words)") }
        lines += [
            "  store     \(manifest.store.place(file.resolve))",
            "  manifest  \(file.title), profile \(manifest.profile)",
        ]
        if plan.switchedOff.isEmpty {
            lines.append("  off       nothing")
        }
        for line in plan.switchedOff { lines.append("  off       \(line)") }
        if case .fake(let upstream) = manifest.upstream, upstream.autoApprove {
            lines.append(
                "  consent   nobody is asked, and the login finishes by itself (upstream.auto_approve)")
        }
        if showsCommands { lines += ["try:"] + Self.commands(plan).map { "  " + $0 } }
        text = lines.joined(separator: "\n")
    }

    private static func commands(_ plan: RoutePlan) -> [String] {
        var commands: [String] = []
        if let url = plan.url(of: .health) { commands.append("curl \(url)") }
        if let url = plan.url(of: .metadata) { commands.append("curl \(url)") }
        if let url = plan.url(of: .register) {
            commands.append("curl --json '{\"redirect_uris\":[\"http://localhost/callback\"]}' \(url)")
        }
        // As it was called, for it need not lie where a shell looks.
        let program = CommandLine.arguments.first ?? "mcp-auth"
        return (commands + ["routes", "check", "--help"].map { "\(program) \($0)" }).prefix(3).map(\.self)
    }
}
